package dev.freshet.node.http;

/// One kind of request that the media port answers. Called on the connection's loop.
public interface HttpRoute {
  /// Answers the request, now or later.
  ///
  /// @return false if the request is not this route's; the next one is asked then
  boolean handle(HttpExchange exchange);
}
