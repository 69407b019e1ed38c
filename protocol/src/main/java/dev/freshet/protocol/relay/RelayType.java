package dev.freshet.protocol.relay;

import org.jspecify.annotations.Nullable;

/// The first byte of each message. Codes are never used for anything else, not even when their
/// message is gone: nodes of different versions work together.
enum RelayType {
  HELLO(1),
  CHALLENGE(2),
  PROOF(3),
  WELCOME(4),
  REFUSED(5),
  PING(6),
  PONG(7),
  ASK(8),
  TOLD(9),
  SUBSCRIBE(16),
  SUBSCRIBED(17),
  STREAM_HEADER(18),
  GOP_HEADER(19),
  FRAME(20),
  SKIPPED(21),
  ENDED(22),
  KEYFRAME_WANTED(32),
  TARGET_BITRATE(33),
  RECONNECT(34);

  private static final RelayType[] BY_CODE = new RelayType[64];

  static {
    for (RelayType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  RelayType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /// The type with this code, or null: a newer node's message, to be skipped.
  static @Nullable RelayType byCode(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
