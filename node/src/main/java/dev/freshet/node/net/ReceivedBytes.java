package dev.freshet.node.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.LongAdder;

/// Counts what comes in at one port, as it comes from the socket. Stands first in the pipeline of
/// each of the port's connections, which share it. Thread-safe.
@Sharable
final class ReceivedBytes extends ChannelInboundHandlerAdapter {
  private final LongAdder bytes;

  ReceivedBytes(LongAdder bytes) {
    this.bytes = bytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf read) {
      bytes.add(read.readableBytes());
    }
    context.fireChannelRead(message);
  }
}
