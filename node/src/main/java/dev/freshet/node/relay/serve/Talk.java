package dev.freshet.node.relay.serve;

import dev.freshet.protocol.relay.RelayMessage;

/// What a greeted connection is used for. Owned by the connection's loop.
sealed interface Talk permits MediaTalk, CallTalk {
  /// Takes what the other node says.
  ///
  /// @return whether it may say that now
  boolean take(RelayMessage message);

  /// What was written has left the socket.
  void writable();

  /// The node is leaving.
  void drain();

  /// The connection is over.
  void leave();
}
