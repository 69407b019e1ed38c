package dev.freshet.node.relay.serve;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.RelayWire;
import dev.freshet.protocol.relay.RelayMessage;
import io.netty.channel.ChannelHandlerContext;

/// A greeted connection, as what is said on it sees it. Owned by the connection's loop.
interface Line {
  /// Who is at the other end.
  NodeId peer();

  Loop loop();

  RelayWire wire();

  ChannelHandlerContext context();

  /// For the log.
  String remoteAddress();

  /// Says no, with the reason, and closes.
  void refuse(String code, String reason);

  /// Says a last word and closes.
  void end(RelayMessage last);
}
