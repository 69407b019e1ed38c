package dev.freshet.protocol.rtmp.message;

/// The events of user control messages (RTMP 7.1.7). Unknown ones are ignored by every peer.
public final class UserControl {
  public static final int STREAM_BEGIN = 0;
  public static final int STREAM_EOF = 1;
  public static final int STREAM_DRY = 2;
  public static final int SET_BUFFER_LENGTH = 3;
  public static final int STREAM_IS_RECORDED = 4;
  public static final int PING_REQUEST = 6;
  public static final int PING_RESPONSE = 7;

  /// Our own: when the next frame reached its origin. Four bytes of the frame's timestamp in ms,
  /// eight of Unix time in us. Sent only to players that asked for it.
  public static final int INGEST_CLOCK = 0x4653; // "FS"

  /// Size of an [#INGEST_CLOCK] message's body.
  public static final int INGEST_CLOCK_BYTES = 2 + 4 + 8;

  private UserControl() {}
}
