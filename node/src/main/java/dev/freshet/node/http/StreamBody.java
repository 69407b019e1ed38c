package dev.freshet.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;

/// Makes DATA frames (RFC 9113 section 6.1) of the bytes that are written to one HTTP/2 stream.
/// Owned by the stream's loop.
///
/// A long body is cut into pieces, without a copy: the stream counts what has not left by whole
/// pieces, and whether a client takes its answer at all is seen by that.
final class StreamBody extends ChannelOutboundHandlerAdapter {
  private static final int MAX_PIECE_BYTES = 64 << 10;

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    switch (message) {
      case ByteBuf bytes -> write(context, bytes, false, promise);
      case Http2DataFrame data -> write(context, data.content(), data.isEndStream(), promise);
      default -> context.write(message, promise);
    }
  }

  private static void write(
      ChannelHandlerContext context, ByteBuf bytes, boolean last, ChannelPromise promise) {
    while (bytes.readableBytes() > MAX_PIECE_BYTES) {
      ByteBuf piece = bytes.readRetainedSlice(MAX_PIECE_BYTES);
      context.write(new DefaultHttp2DataFrame(piece), context.newPromise());
    }
    context.write(new DefaultHttp2DataFrame(bytes, last), promise);
  }
}
