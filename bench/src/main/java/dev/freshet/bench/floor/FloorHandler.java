package dev.freshet.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells by the first byte who has come: a publisher (`P`), a viewer (`G`), or a TLS client, whose
/// greeting comes after the handshake. Owned by its channel.
final class FloorHandler extends ByteToMessageDecoder {
  private enum Role {
    UNKNOWN,
    PUBLISHER,
    VIEWER
  }

  private static final byte TLS_HANDSHAKE = 22;

  private final FloorFanout fanout;
  private final @Nullable SslContext tls;
  private Role role = Role.UNKNOWN;

  FloorHandler(FloorFanout fanout, @Nullable SslContext tls) {
    this.fanout = fanout;
    this.tls = tls;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    switch (role) {
      case UNKNOWN -> greet(ctx, in);
      case PUBLISHER -> readTags(in);
      case VIEWER -> in.skipBytes(in.readableBytes());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (role == Role.PUBLISHER) {
      fanout.drained();
    }
    super.channelReadComplete(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (role == Role.VIEWER) {
      fanout.leave(ctx.channel());
    }
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void greet(ChannelHandlerContext ctx, ByteBuf in) {
    byte first = in.getByte(in.readerIndex());
    SslContext context = tls;
    if (first == TLS_HANDSHAKE && context != null) {
      ChannelPipeline pipeline = ctx.pipeline();
      pipeline.addLast(context.newHandler(ctx.alloc()));
      pipeline.addLast(new FloorHandler(fanout, null));
      pipeline.remove(this); // what was read goes on, to the next handler
    } else if (first == 'P') {
      greetPublisher(ctx, in);
    } else {
      greetViewer(ctx, in);
    }
  }

  private void greetPublisher(ChannelHandlerContext ctx, ByteBuf in) {
    in.skipBytes(in.readableBytes());
    role = Role.PUBLISHER;
    fanout.startOn(ctx.channel().eventLoop());
    ctx.writeAndFlush(Unpooled.wrappedBuffer(FloorGreeting.toPublisher()), ctx.voidPromise());
  }

  private void greetViewer(ChannelHandlerContext ctx, ByteBuf in) {
    in.skipBytes(in.readableBytes());
    role = Role.VIEWER;
    ctx.writeAndFlush(Unpooled.wrappedBuffer(FloorGreeting.toViewer()), ctx.voidPromise());
    fanout.join(ctx.channel());
  }

  private void readTags(ByteBuf in) {
    while (in.readableBytes() >= Integer.BYTES) {
      int tagBytes = in.getInt(in.readerIndex());
      if (in.readableBytes() < Integer.BYTES + tagBytes) {
        return;
      }
      in.skipBytes(Integer.BYTES);
      fanout.add(in, tagBytes);
    }
  }
}
