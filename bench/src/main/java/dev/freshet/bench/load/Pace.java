package dev.freshet.bench.load;

/// How a viewer reads.
public enum Pace {
  /// Whatever is there.
  EAGER,
  /// Less than is sent to it, through a small buffer: a phone on a bad link.
  SLOW,
  /// Nothing, once its media has begun: a player that was paused, or a frozen one.
  STUCK
}
