package dev.freshet.media.flv;

/// The two values of AMF that are no value; Java's null would not survive in an immutable map.
public enum AmfVoid {
  NULL,
  UNDEFINED
}
