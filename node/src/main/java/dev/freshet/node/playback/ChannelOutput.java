package dev.freshet.node.playback;

import dev.freshet.hub.EndReason;
import dev.freshet.hub.Viewer;
import dev.freshet.hub.WireOutput;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A viewer's socket as the hub sees it. Owned by the channel's loop.
///
/// On epoll and without TLS, a viewer's bytes go to the kernel without Netty's pipeline, whose
/// bookkeeping costs a fifth of a small send (docs/decisions/0010). What the kernel does not take,
/// and whatever goes wrong, goes Netty's way. A turn touches little memory: with thousands of
/// viewers nothing of one is in the processor's cache when its turn comes, so the channel's queue
/// and socket are kept here and not asked for through context, channel and pipeline.
///
/// The channel's water marks are set so that Netty tells when the last byte has left, and not
/// before: a viewer hands over all it has in one call, and then waits for that. A stream of HTTP/2
/// counts the same way, until its bytes have left the window that the client opens and the socket.
public final class ChannelOutput implements WireOutput {
  private static final WriteBufferWaterMark ALL_OR_NOTHING = new WriteBufferWaterMark(1, 1);

  private final ChannelHandlerContext context;
  private final Consumer<EndReason> goodbye;
  private final @Nullable ChannelOutboundBuffer queue; // null: HTTP/2, or closed already
  private final @Nullable Channel stream; // of HTTP/2, which keeps no queue
  private final @Nullable Socket socket; // null: only by the pipeline
  private @Nullable Viewer viewer;
  private boolean flushing;

  /// @param context writes go from here towards the socket
  /// @param goodbye ends the connection in the protocol's own way
  public ChannelOutput(ChannelHandlerContext context, Consumer<EndReason> goodbye) {
    this.context = context;
    this.goodbye = goodbye;
    context.channel().config().setWriteBufferWaterMark(ALL_OR_NOTHING);
    queue = context.channel().unsafe().outboundBuffer();
    stream = context.channel() instanceof Http2StreamChannel http2 ? http2 : null;
    socket = socketOf(context.channel());
  }

  private static @Nullable Socket socketOf(Channel channel) {
    return channel instanceof EpollSocketChannel epoll
            && epoll.fd() instanceof Socket socket
            && channel.pipeline().get(SslHandler.class) == null
        ? socket
        : null;
  }

  /// Says whose output this is.
  public void serve(Viewer cursor) {
    viewer = cursor;
  }

  /// The channel's writability changed; called by the handler that owns this output.
  public void writabilityChanged() {
    if (!flushing && viewer != null && pendingBytes() == 0) {
      viewer.outputReady();
    }
  }

  @Override
  public long pendingBytes() {
    if (queue != null) {
      return queue.totalPendingWriteBytes();
    }
    return stream == null ? 0 : stream.bytesBeforeWritable(); // all, with these water marks
  }

  @Override
  public int send(ByteBuffer bytes, int offset, int count) {
    // not once it is closed: the descriptor's number may be another client's by then
    if (socket == null || !socket.isOpen() || pendingBytes() > 0) {
      return 0;
    }
    try {
      return socket.send(bytes, offset, offset + count);
    } catch (IOException broken) {
      return 0; // the pipeline's write fails as well, and ends the channel as every failure does
    }
  }

  @Override
  public void write(ByteBuf bytes) {
    context.write(bytes, context.voidPromise());
  }

  @Override
  public void flush() {
    flushing = true; // what leaves at once needs no event
    context.flush();
    flushing = false;
  }

  @Override
  public void close(EndReason reason) {
    viewer = null;
    goodbye.accept(reason);
  }
}
