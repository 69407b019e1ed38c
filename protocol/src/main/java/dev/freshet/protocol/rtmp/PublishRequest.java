package dev.freshet.protocol.rtmp;

/// A peer's `publish`, which waits for an answer. Owned by its session; answered once, on the
/// connection's loop; an answer that comes after the peer has gone is ignored. What the peer sends
/// before the answer is held for as long.
public final class PublishRequest {
  private final ServerRequests requests;
  private final int streamId;
  private final RtmpAddress address;

  PublishRequest(ServerRequests requests, int streamId, RtmpAddress address) {
    this.requests = requests;
    this.streamId = streamId;
    this.address = address;
  }

  /// What the peer wants to publish.
  public RtmpAddress address() {
    return address;
  }

  /// Lets the peer publish. Media may arrive before this returns.
  public void accept() {
    requests.acceptPublish(this);
  }

  /// Tells the peer no, and closes the connection.
  ///
  /// @param code such as [dev.freshet.protocol.rtmp.message.Status#PUBLISH_BAD_NAME]
  public void refuse(String code, String description) {
    requests.refuse(this, streamId, code, description);
  }

  int streamId() {
    return streamId;
  }
}
