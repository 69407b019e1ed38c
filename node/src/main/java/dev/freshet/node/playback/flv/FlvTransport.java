package dev.freshet.node.playback.flv;

import dev.freshet.node.http.HttpExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpVersion;

/// How an FLV body is delimited on its connection.
enum FlvTransport {
  /// HTTP/1.1 chunked transfer coding (RFC 9112 section 7.1).
  CHUNKED("http-flv"),
  /// For HTTP/1.0 clients: the body ends with the connection.
  UNTIL_CLOSE("http-flv"),
  /// DATA frames of a stream of HTTP/2, which delimits it (RFC 9113 section 8.1).
  HTTP2("http-flv"),
  /// A WebSocket message for each tag (RFC 6455).
  WEB_SOCKET("ws-flv");

  private final String protocol;

  FlvTransport(String protocol) {
    this.protocol = protocol;
  }

  /// Its name in the API and the metrics.
  String protocol() {
    return protocol;
  }

  /// What this client can take.
  static FlvTransport of(HttpExchange exchange) {
    if (exchange.isHttp2()) {
      return HTTP2;
    }
    if (exchange
        .request()
        .headers()
        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return WEB_SOCKET;
    }
    return exchange.request().protocolVersion().equals(HttpVersion.HTTP_1_0)
        ? UNTIL_CLOSE
        : CHUNKED;
  }
}
