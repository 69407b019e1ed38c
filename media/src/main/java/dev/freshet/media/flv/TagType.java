package dev.freshet.media.flv;

import org.jspecify.annotations.Nullable;

/// What a tag carries (FLV 10.1, E.4.1); RTMP's message types are the same numbers.
public enum TagType {
  AUDIO(8),
  VIDEO(9),
  SCRIPT(18),
  /// Our own, of a reserved number that demuxers skip: when the next frame was ingested.
  CLOCK(15);

  private final int code;

  TagType(int code) {
    this.code = code;
  }

  /// Its number on the wire.
  public int code() {
    return code;
  }

  /// The type with this number, or null.
  public static @Nullable TagType of(int code) {
    return switch (code) {
      case 8 -> AUDIO;
      case 9 -> VIDEO;
      case 18 -> SCRIPT;
      case 15 -> CLOCK;
      default -> null;
    };
  }
}
