package dev.freshet.node.http;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/// The stream that a request is about, and its service. A value.
public record StreamRequest(StreamKey key, ServiceConfig service, MediaPath path) {
  /// Reads the request's path and host. A name that is none is answered with a problem.
  ///
  /// @return null if there is nothing left to do: the exchange has been answered
  public static @Nullable StreamRequest of(HttpExchange exchange, ServiceTable services) {
    MediaPath path = exchange.mediaPath();
    if (path == null) {
      exchange.respond(
          new Problem(
              "bad-name", HttpResponseStatus.BAD_REQUEST, "expected: a path such as /app/name"));
      return null;
    }
    ServiceConfig service = services.forPlay(exchange.host());
    try {
      return new StreamRequest(new StreamKey(service.id(), path.app(), path.name()), service, path);
    } catch (IllegalArgumentException e) {
      exchange.respond(
          new Problem("bad-name", HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
