package dev.freshet.node.rtmp;

import dev.freshet.contract.time.Loop;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.channel.ChannelHandlerContext;

/// A connection as its role sees it. Owned by the connection's loop.
public interface RtmpPeer {
  /// Where the connection lives.
  Loop loop();

  /// The client's real address.
  String remoteAddress();

  /// Whether it came over TLS.
  boolean secure();

  /// Writes go from here towards the socket.
  ChannelHandlerContext context();

  /// Tells the peer why this is the end, and closes the connection.
  void end(Status status);

  /// Drops the connection without a word.
  void drop();

  /// Asks the peer to connect again, if it said that it can.
  ///
  /// @return whether it was asked
  boolean requestReconnect(String description);
}
