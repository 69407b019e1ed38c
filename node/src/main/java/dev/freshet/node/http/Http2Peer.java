package dev.freshet.node.http;

import dev.freshet.contract.time.Loop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.RemoteAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// The end of an HTTP/2 connection's own pipeline: closes it when nothing has been asked for long
/// enough, and hears of what goes wrong with the connection as a whole. Its requests each have an
/// [HttpConnection] of their own. Owned by the channel's loop.
final class Http2Peer extends ChannelInboundHandlerAdapter {
  private final Loop loop;
  private final PeerFaults faults;
  private final int headerTimeoutMs;
  private final int idleTimeoutMs;
  private int openStreams;
  private Loop.@Nullable Timer timer;

  Http2Peer(Loop loop, PeerFaults faults, int headerTimeoutMs, int idleTimeoutMs) {
    this.loop = loop;
    this.faults = faults;
    this.headerTimeoutMs = headerTimeoutMs;
    this.idleTimeoutMs = idleTimeoutMs;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    startTimer(context.channel(), headerTimeoutMs, "headerTimeout");
  }

  /// A request has begun.
  void opened(Channel stream) {
    openStreams++;
    stopTimer();
    Channel connection = stream.parent();
    stream
        .closeFuture()
        .addListener(_ -> {
          openStreams--;
          if (openStreams == 0 && connection.isActive()) {
            startTimer(connection, idleTimeoutMs, "idleTimeout");
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message); // settings and pings: the codec has answered them
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopTimer();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    String remoteAddress = RemoteAddress.of(context.channel());
    if (!(cause instanceof Http2Exception fault)) {
      faults.note(HttpConnection.PROTOCOL, cause, remoteAddress);
      context.close();
    } else if (isOfHeaderSize(fault)) {
      faults.limitHit(HttpConnection.PROTOCOL, "maxHeader", remoteAddress);
    } else if (fault.error() != Http2Error.ENHANCE_YOUR_CALM) { // counted: see Http2Refusals
      faults.note(HttpConnection.PROTOCOL, fault, remoteAddress);
    }
  }

  /// Far above the limit the codec ends the connection rather than the request, with no error of
  /// its own for that.
  private static boolean isOfHeaderSize(Http2Exception fault) {
    return String.valueOf(fault.getMessage()).startsWith("Header size exceeded");
  }

  private void startTimer(Channel connection, int timeoutMs, String key) {
    stopTimer();
    timer =
        loop.schedule(
            timeoutMs,
            () -> {
              faults.limitHit(HttpConnection.PROTOCOL, key, RemoteAddress.of(connection));
              connection.close();
            });
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
