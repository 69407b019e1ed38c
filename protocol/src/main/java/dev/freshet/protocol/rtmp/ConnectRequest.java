package dev.freshet.protocol.rtmp;

/// A peer's `connect`, which waits for an answer. Owned by its session; answered once, on the
/// connection's loop; an answer that comes after the peer has gone is ignored.
public final class ConnectRequest {
  private final ServerRequests requests;
  private final double transactionId;
  private final ConnectInfo info;

  ConnectRequest(ServerRequests requests, double transactionId, ConnectInfo info) {
    this.requests = requests;
    this.transactionId = transactionId;
    this.info = info;
  }

  /// What the peer said of itself.
  public ConnectInfo info() {
    return info;
  }

  /// Lets the peer go on.
  public void accept() {
    requests.acceptConnect(this);
  }

  /// Sends the peer away.
  ///
  /// @param code such as [dev.freshet.protocol.rtmp.message.Status#CONNECT_REJECTED]
  public void refuse(String code, String description) {
    requests.refuseConnect(this, code, description);
  }

  double transactionId() {
    return transactionId;
  }
}
