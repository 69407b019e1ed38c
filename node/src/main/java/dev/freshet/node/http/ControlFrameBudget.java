package dev.freshet.node.http;

import dev.freshet.contract.time.Clock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;

/// Ends an HTTP/2 connection that resets, pings and sets more than any player does: each such frame
/// costs its sender nothing and us an answer (RFC 9113 section 10.5). Stands between the codec and
/// the streams; owned by the connection's loop.
final class ControlFrameBudget extends ChannelInboundHandlerAdapter {
  static final int WINDOW_SECONDS = 30;
  private static final long WINDOW_NS = WINDOW_SECONDS * 1_000_000_000L;

  private final Http2FrameCodec codec;
  private final int maxFrames;
  private final Clock clock;
  private long windowNs;
  private int frames;
  private boolean exhausted;

  /// @param maxFrames in each window of [#WINDOW_SECONDS]
  ControlFrameBudget(Http2FrameCodec codec, int maxFrames, Clock clock) {
    this.codec = codec;
    this.maxFrames = maxFrames;
    this.clock = clock;
    this.windowNs = clock.nanoTime();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (exhausted) {
      ReferenceCountUtil.release(message);
    } else if (isControl(message) && !spend()) {
      exhausted = true;
      ReferenceCountUtil.release(message);
      end(context);
    } else {
      context.fireChannelRead(message);
    }
  }

  private static boolean isControl(Object message) {
    return message instanceof Http2ResetFrame
        || message instanceof Http2PingFrame
        || message instanceof Http2SettingsFrame
        || message instanceof Http2PriorityFrame;
  }

  private boolean spend() {
    long nowNs = clock.nanoTime();
    if (nowNs - windowNs >= WINDOW_NS) {
      windowNs = nowNs;
      frames = 0;
    }
    frames++;
    return frames <= maxFrames;
  }

  private void end(ChannelHandlerContext context) {
    ChannelHandlerContext codecContext = context.pipeline().context(codec);
    codec.onError(
        codecContext,
        true, // as our own decision: nobody needs to hear of it as the peer's exception
        Http2Exception.connectionError(
            Http2Error.ENHANCE_YOUR_CALM, "limits.maxControlFrames (%d) is reached", maxFrames));
  }
}
