package dev.freshet.media.flv;

import org.jspecify.annotations.Nullable;

/// What an ExVideoTagHeader announces (Enhanced RTMP v2, "Enhanced Video"). The order is the
/// code's.
enum VideoPacketType {
  SEQUENCE_START,
  CODED_FRAMES,
  SEQUENCE_END,
  CODED_FRAMES_X,
  METADATA,
  MPEG2TS_SEQUENCE_START,
  MULTITRACK,
  MOD_EX;

  private static final VideoPacketType[] BY_CODE = values();

  static @Nullable VideoPacketType of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }

  int code() {
    return ordinal();
  }
}
