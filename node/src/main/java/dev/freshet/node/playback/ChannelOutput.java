package dev.freshet.node.playback;

import dev.freshet.hub.EndReason;
import dev.freshet.hub.Viewer;
import dev.freshet.hub.WireOutput;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A viewer's socket as the hub sees it. Owned by the channel's loop.
///
/// The channel's water marks are set so that Netty tells when the last byte has left, and not
/// before: a viewer hands over all it has in one call, and then waits for that.
public final class ChannelOutput implements WireOutput {
  private static final WriteBufferWaterMark ALL_OR_NOTHING = new WriteBufferWaterMark(1, 1);

  private final ChannelHandlerContext context;
  private final Consumer<EndReason> goodbye;
  private @Nullable Viewer viewer;
  private boolean flushing;

  /// @param context writes go from here towards the socket
  /// @param goodbye ends the connection in the protocol's own way
  public ChannelOutput(ChannelHandlerContext context, Consumer<EndReason> goodbye) {
    this.context = context;
    this.goodbye = goodbye;
    context.channel().config().setWriteBufferWaterMark(ALL_OR_NOTHING);
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
    Channel channel = context.channel();
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
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
