package dev.freshet.node.http;

import dev.freshet.contract.time.Loop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.RemoteAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP/1.1 connection of the media port, or one HTTP/2 stream, which carries one request:
/// gives each request, in order, to the first route that knows it. Owned by the channel's loop.
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  static final String PROTOCOL = "http";

  /// Requests that may wait behind the one being answered.
  private static final int MAX_PIPELINED = 16;

  private final List<HttpRoute> routes;
  private final Loop loop;
  private final PeerFaults faults;
  private final HttpDate dates;
  private final Carrier carrier;
  private final int headerTimeoutMs;
  private final int idleTimeoutMs;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private final List<Runnable> closeActions = new ArrayList<>();
  private @Nullable FullHttpRequest current;
  private Loop.@Nullable Timer timer;
  private boolean handedOver;

  HttpConnection(
      List<HttpRoute> routes,
      Loop loop,
      PeerFaults faults,
      HttpDate dates,
      Carrier carrier,
      int headerTimeoutMs,
      int idleTimeoutMs) {
    this.routes = routes;
    this.loop = loop;
    this.faults = faults;
    this.dates = dates;
    this.carrier = carrier;
    this.headerTimeoutMs = headerTimeoutMs;
    this.idleTimeoutMs = idleTimeoutMs;
  }

  /// Over TLS this handler comes when the handshake, which has a limit of its own, is over.
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    startTimer(context, headerTimeoutMs, "headerTimeout");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof FullHttpRequest request)) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (waiting.size() >= MAX_PIPELINED) {
      request.release();
      faults.limitHit(PROTOCOL, "maxPipelined", RemoteAddress.of(context.channel()));
      context.close();
      return;
    }
    waiting.addLast(request);
    if (current == null) {
      next(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopTimer();
    runCloseActions();
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
    releaseCurrent();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    faults.note(PROTOCOL, cause, RemoteAddress.of(context.channel()));
    context.close();
  }

  /// The present request has its answer.
  void answered(ChannelHandlerContext context) {
    releaseCurrent();
    closeActions.clear();
    if (!context.channel().isActive() || handedOver) {
      return;
    }
    startTimer(context, idleTimeoutMs, "idleTimeout");
    if (!waiting.isEmpty()) {
      loop.post(() -> next(context)); // not deeper: a client may pipeline many
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      next(context);
    }
    context.fireChannelWritabilityChanged();
  }

  /// What came over the connection since it was handed over is against its protocol.
  void noteFault(Throwable cause, String remoteAddress) {
    if (cause instanceof CorruptedWebSocketFrameException frame
        && frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      faults.limitHit(PROTOCOL, "maxMessage", remoteAddress);
    } else {
      faults.note(PROTOCOL, cause, remoteAddress);
    }
  }

  /// For the header of this name.
  String date() {
    return dates.at(loop.clock().unixMs());
  }

  void onClose(Runnable action) {
    closeActions.add(action);
  }

  void stream(ChannelHandlerContext context, HttpResponse head, ChannelHandler handler) {
    context.write(head, context.voidPromise());
    handOver();
    context.pipeline().addLast(handler);
    context.pipeline().remove(RequestAggregator.class);
    if (carrier != Carrier.HTTP2) { // a stream frames whatever is written to it
      context.pipeline().remove(HttpServerCodec.class);
    }
    context.pipeline().remove(this);
  }

  boolean upgrade(
      ChannelHandlerContext context,
      FullHttpRequest request,
      ChannelHandler handler,
      int maxFrameBytes,
      boolean overTls) {
    String url =
        (overTls ? "wss://" : "ws://")
            + request.headers().get(HttpHeaderNames.HOST)
            + request.uri();
    WebSocketServerHandshaker handshaker =
        isCurrentVersion(request)
            ? new WebSocketServerHandshakerFactory(url, "*", false, maxFrameBytes)
                .newHandshaker(request)
            : null;
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      answered(context);
      return false;
    }
    handshaker.handshake(context.channel(), request);
    handOver();
    context.pipeline().addLast(handler);
    context.pipeline().remove(this);
    return true;
  }

  private static boolean isCurrentVersion(FullHttpRequest request) {
    return "13"
        .equals(
            request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION)); // RFC 6455 section 4.4
  }

  private void handOver() {
    handedOver = true;
    stopTimer();
    releaseCurrent();
    closeActions.clear();
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
  }

  private void next(ChannelHandlerContext context) {
    if (current != null || !context.channel().isWritable()) {
      return; // the answers before are not read: no more of them
    }
    FullHttpRequest request = waiting.pollFirst();
    if (request == null) {
      return;
    }
    current = request;
    stopTimer();
    List<String> forwardedFor = request.headers().getAll("x-forwarded-for");
    String client = RemoteAddress.of(context.channel(), forwardedFor);
    HttpExchange exchange = new HttpExchange(this, context, request, loop, client, carrier);
    try {
      dispatch(exchange);
    } catch (RuntimeException e) {
      LOG.error("request failed uri={}", request.uri(), e);
      exchange.respond(
          new Problem(
              "fault",
              HttpResponseStatus.INTERNAL_SERVER_ERROR,
              "a bug of ours; the log has the trace"));
    }
  }

  private void dispatch(HttpExchange exchange) {
    FullHttpRequest request = exchange.request();
    if (request.decoderResult().isFailure()) {
      HttpUtil.setKeepAlive(request, false); // where the next request begins nobody knows
      exchange.respond(problemOf(request.decoderResult().cause(), exchange.remoteAddress()));
      return;
    }
    if (request.method().equals(HttpMethod.OPTIONS)) {
      exchange.respondEmpty(
          HttpResponseStatus.NO_CONTENT,
          Cors.preflight(exchange.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)));
      return;
    }
    for (HttpRoute route : routes) {
      if (route.handle(exchange)) {
        return;
      }
    }
    exchange.respond(
        new Problem(
            "not-found", HttpResponseStatus.NOT_FOUND, "nothing is served at " + exchange.path()));
  }

  private Problem problemOf(Throwable cause, String remoteAddress) {
    if (cause instanceof TooLongFrameException) {
      faults.limitHit(PROTOCOL, "maxHeader", remoteAddress);
      return new Problem(
          "limit",
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
          "limits.maxHeader is reached: request line and headers are too long");
    }
    faults.note(PROTOCOL, cause, remoteAddress);
    return new Problem(
        "malformed-request", HttpResponseStatus.BAD_REQUEST, "not a request that HTTP allows");
  }

  private void startTimer(ChannelHandlerContext context, int timeoutMs, String key) {
    stopTimer();
    long unsentBytes = unsentBytes(context.channel());
    timer = loop.schedule(timeoutMs, () -> expired(context, timeoutMs, key, unsentBytes));
  }

  /// Who still takes the last answer is not idle.
  private void expired(
      ChannelHandlerContext context, int timeoutMs, String key, long unsentBefore) {
    if (unsentBytes(context.channel()) < unsentBefore) {
      startTimer(context, timeoutMs, key);
    } else {
      faults.limitHit(PROTOCOL, key, RemoteAddress.of(context.channel()));
      context.close();
    }
  }

  /// Of a stream of HTTP/2, which has no queue of its own, 0 when there are few.
  private static long unsentBytes(Channel channel) {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null
        ? channel.bytesBeforeWritable()
        : queue.totalPendingWriteBytes() - queue.currentProgress();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void runCloseActions() {
    closeActions.forEach(Runnable::run);
    closeActions.clear();
  }

  private void releaseCurrent() {
    FullHttpRequest request = current;
    current = null;
    if (request != null) {
      request.release();
    }
  }
}
