package dev.freshet.node.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/// Closes a connection whose client takes nothing. Stateless; called on the connection's loop.
public final class TcpReset {
  private TcpReset() {}

  /// Closes with a reset: what waits is thrown away. An ordinary close would leave it to the
  /// kernel, which would keep a few MB for a frozen client for a quarter of an hour.
  public static void close(ChannelHandlerContext context) {
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    context.close();
  }
}
