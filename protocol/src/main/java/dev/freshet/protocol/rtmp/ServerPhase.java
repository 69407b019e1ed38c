package dev.freshet.protocol.rtmp;

/// How far a server session has come.
enum ServerPhase {
  HANDSHAKE,
  CONNECT_EXPECTED,
  CONNECT_PENDING,
  IDLE,
  PUBLISH_PENDING,
  PUBLISHING,
  PLAY_PENDING,
  PLAYING,
  CLOSED;

  /// Whether what the peer sends has to wait for our answer.
  boolean holdsMessages() {
    return this == CONNECT_PENDING || this == PUBLISH_PENDING;
  }

  boolean isConnected() {
    return switch (this) {
      case HANDSHAKE, CONNECT_EXPECTED, CONNECT_PENDING, CLOSED -> false;
      case IDLE, PUBLISH_PENDING, PUBLISHING, PLAY_PENDING, PLAYING -> true;
    };
  }

  boolean isPublishing() {
    return this == PUBLISH_PENDING || this == PUBLISHING;
  }

  boolean isPlaying() {
    return this == PLAY_PENDING || this == PLAYING;
  }
}
