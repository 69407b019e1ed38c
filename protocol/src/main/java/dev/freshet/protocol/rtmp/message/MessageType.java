package dev.freshet.protocol.rtmp.message;

/// The message types (RTMP 5.4, 7.1). Numbers, not an enum: most messages are media, are looked at
/// once, and unknown types are no error.
public final class MessageType {
  public static final int SET_CHUNK_SIZE = 1;
  public static final int ABORT = 2;
  public static final int ACKNOWLEDGEMENT = 3;
  public static final int USER_CONTROL = 4;
  public static final int WINDOW_ACKNOWLEDGEMENT_SIZE = 5;
  public static final int SET_PEER_BANDWIDTH = 6;
  public static final int AUDIO = 8;
  public static final int VIDEO = 9;
  public static final int DATA_AMF3 = 15;
  public static final int SHARED_OBJECT_AMF3 = 16;
  public static final int COMMAND_AMF3 = 17;
  public static final int DATA = 18;
  public static final int SHARED_OBJECT = 19;
  public static final int COMMAND = 20;
  public static final int AGGREGATE = 22;

  private MessageType() {}
}
