package dev.freshet.node.http;

import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.RemoteAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.logging.LogLevel;

/// Counts the limits that the HTTP/2 codec holds by itself, by what it answers: it tells nobody
/// else. Owned by the connection's loop.
final class Http2Refusals extends Http2FrameLogger {
  private final PeerFaults faults;
  private boolean calmedDown;

  Http2Refusals(PeerFaults faults) {
    super(LogLevel.TRACE, Http2Refusals.class);
    this.faults = faults;
  }

  @Override
  public void logHeaders(
      Direction direction,
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream) {
    CharSequence status = headers.status();
    if (direction == Direction.OUTBOUND
        && status != null
        && HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.codeAsText().contentEquals(status)) {
      hit("maxHeader", context);
    }
  }

  @Override
  public void logRstStream(
      Direction direction, ChannelHandlerContext context, int streamId, long errorCode) {
    if (direction == Direction.OUTBOUND && errorCode == Http2Error.REFUSED_STREAM.code()) {
      hit("maxConcurrentRequests", context);
    }
  }

  @Override
  public void logGoAway(
      Direction direction,
      ChannelHandlerContext context,
      int lastStreamId,
      long errorCode,
      ByteBuf debugData) {
    boolean calm = errorCode == Http2Error.ENHANCE_YOUR_CALM.code();
    if (direction == Direction.OUTBOUND && calm && !calmedDown) { // it may be told so twice
      calmedDown = true;
      hit("maxControlFrames", context);
    }
  }

  private void hit(String limit, ChannelHandlerContext context) {
    faults.limitHit(HttpConnection.PROTOCOL, limit, RemoteAddress.of(context.channel()));
  }
}
