package dev.freshet.media.flv;

import org.jspecify.annotations.Nullable;

/// What an ExAudioTagHeader announces (Enhanced RTMP v2, "Enhanced Audio").
enum AudioPacketType {
  SEQUENCE_START(0),
  CODED_FRAMES(1),
  SEQUENCE_END(2),
  MULTICHANNEL_CONFIG(4),
  MULTITRACK(5),
  MOD_EX(7);

  private final int code;

  AudioPacketType(int code) {
    this.code = code;
  }

  static @Nullable AudioPacketType of(int code) {
    return switch (code) {
      case 0 -> SEQUENCE_START;
      case 1 -> CODED_FRAMES;
      case 2 -> SEQUENCE_END;
      case 4 -> MULTICHANNEL_CONFIG;
      case 5 -> MULTITRACK;
      case 7 -> MOD_EX;
      default -> null;
    };
  }

  int code() {
    return code;
  }
}
