package dev.freshet.protocol.rtmp.message;

/// The chunk streams that our messages travel on. The specification fixes only the first (5.4); the
/// others are what peers are used to.
public final class ChunkStreamId {
  public static final int CONTROL = 2;
  public static final int COMMAND = 3;
  public static final int AUDIO = 4;
  public static final int STATUS = 5;
  public static final int VIDEO = 6;
  public static final int DATA = 7;

  private ChunkStreamId() {}
}
