package dev.freshet.protocol.rtmp;

/// A peer's `play`, which waits for an answer. Owned by its session; answered once, on the
/// connection's loop; an answer that comes after the peer has gone is ignored.
public final class PlayRequest {
  private final ServerRequests requests;
  private final int streamId;
  private final RtmpAddress address;

  PlayRequest(ServerRequests requests, int streamId, RtmpAddress address) {
    this.requests = requests;
    this.streamId = streamId;
    this.address = address;
  }

  /// What the peer wants to play.
  public RtmpAddress address() {
    return address;
  }

  /// Lets the peer play: announces the chunk size of [RtmpFormat] and the start. Its muxed bytes
  /// may follow as soon as this returns.
  public void accept() {
    requests.acceptPlay(this);
  }

  /// Tells the peer no, and closes the connection.
  ///
  /// @param code such as [dev.freshet.protocol.rtmp.message.Status#PLAY_STREAM_NOT_FOUND]
  public void refuse(String code, String description) {
    requests.refuse(this, streamId, code, description);
  }

  int streamId() {
    return streamId;
  }
}
