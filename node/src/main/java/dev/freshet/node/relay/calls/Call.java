package dev.freshet.node.relay.calls;

import dev.freshet.protocol.relay.RelayMessage;

/// A question on its way. Owned by the loop of [PeerCalls]; [#answered] or [#failed] is called
/// once.
interface Call {
  /// What the question's content takes, in bytes.
  int bytes();

  /// The question; called when it leaves.
  RelayMessage ask(int number);

  /// The answer with that number has come.
  void answered(Peer peer, RelayMessage message);

  /// There will be none.
  void failed(String code, String reason);
}
