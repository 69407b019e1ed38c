package dev.freshet.node.playback.flv;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.hub.Ticket;
import dev.freshet.node.http.Cors;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.session.Sessions;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.Supplier;

/// `GET /APP/NAME.flv`, and the same as a WebSocket. Thread-safe.
public final class FlvRoute implements HttpRoute {
  /// What a client may send over a WebSocket that only plays, in bytes.
  private static final int MAX_CLIENT_FRAME_BYTES = 4096;

  private final StreamRegistry registry;
  private final PlayGate gate;
  private final Supplier<ServiceTable> services;
  private final Sessions sessions;

  public FlvRoute(
      StreamRegistry registry, PlayGate gate, Supplier<ServiceTable> services, Sessions sessions) {
    this.registry = registry;
    this.gate = gate;
    this.services = services;
    this.sessions = sessions;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.extension().equals("flv") || !path.rest().isEmpty()) {
      return false;
    }
    if (!exchange.isGetOrHead()) {
      exchange.respond(Problem.methodNotAllowed("GET, HEAD"));
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request == null) {
      return true;
    }
    if (exchange.isHead()) {
      answerHead(exchange, request.key());
    } else {
      play(exchange, request.key(), request.service());
    }
    return true;
  }

  private void answerHead(HttpExchange exchange, StreamKey key) {
    if (registry.find(key) == null) {
      exchange.respond(
          new Problem(
              "not-found",
              HttpResponseStatus.NOT_FOUND,
              "no stream " + key + " is being published"));
    } else {
      exchange.respondHead(bodyHeaders());
    }
  }

  private void play(HttpExchange exchange, StreamKey key, ServiceConfig service) {
    Ticket ticket =
        gate.open(
            key,
            service,
            exchange.loop(),
            answer -> {
              switch (answer) {
                case OpenAnswer.Opened opened -> begin(exchange, opened);
                case OpenAnswer.Refused(var refusal) -> exchange.respond(Problem.of(refusal));
              }
            });
    exchange.onClose(ticket::cancel);
  }

  private void begin(HttpExchange exchange, OpenAnswer.Opened opened) {
    FlvTransport transport = FlvTransport.of(exchange);
    FlvViewer viewer =
        new FlvViewer(
            opened,
            transport,
            FlvDialect.of(exchange).format(transport),
            exchange.loop(),
            sessions,
            exchange.remoteAddress(),
            exchange::noteFault);
    switch (transport) {
      case WEB_SOCKET -> exchange.upgrade(viewer, MAX_CLIENT_FRAME_BYTES);
      case CHUNKED, UNTIL_CLOSE, HTTP2 -> exchange.stream(head(transport), viewer);
    }
  }

  private static HttpResponse head(FlvTransport transport) {
    HttpResponse head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, bodyHeaders());
    if (transport == FlvTransport.CHUNKED) {
      head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (transport != FlvTransport.HTTP2) { // where the end of one body ends no connection
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return head;
  }

  private static HttpHeaders bodyHeaders() {
    HttpHeaders headers = new DefaultHttpHeaders();
    Cors.allow(headers);
    headers.set(HttpHeaderNames.CONTENT_TYPE, "video/x-flv");
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-store");
    headers.set("X-Accel-Buffering", "no"); // a reverse proxy must not hold live bytes back
    return headers;
  }
}
