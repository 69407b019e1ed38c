package dev.freshet.node.http;

import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.RemoteAddress;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// Makes whole requests of their parts, and refuses those whose body is too large. Owned by the
/// channel's loop.
final class RequestAggregator extends HttpObjectAggregator {
  private final int maxBodyBytes;
  private final PeerFaults faults;
  private final Carrier carrier;

  RequestAggregator(int maxBodyBytes, PeerFaults faults, Carrier carrier) {
    super(maxBodyBytes, true);
    this.maxBodyBytes = maxBodyBytes;
    this.faults = faults;
    this.carrier = carrier;
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    faults.limitHit("http", "maxMessage", RemoteAddress.of(context.channel()));
    var answered = context.writeAndFlush(tooLarge());
    if (carrier != Carrier.HTTP2) {
      answered.addListener(ChannelFutureListener.CLOSE);
    } // else a reset, which RFC 9113 section 8.1 allows here, would cost some clients the answer
  }

  private FullHttpResponse tooLarge() {
    Problem problem =
        new Problem(
            "limit",
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            "limits.maxMessage: expected a body of at most " + maxBodyBytes + " bytes");
    byte[] body = problem.json();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, problem.status(), Unpooled.wrappedBuffer(body));
    Cors.allow(response.headers());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    HttpUtil.setContentLength(response, body.length);
    return response;
  }
}
