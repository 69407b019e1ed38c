package dev.freshet.node.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/// Lets pages of any origin read what this node serves: streams are public unless a rule says
/// otherwise, and rules do not rest on the browser (Fetch standard, CORS protocol).
public final class Cors {
  /// By name, since not every player's browser reads `*` here.
  private static final String EXPOSED =
      "Accept-Ranges, Age, Cache-Control, Content-Encoding, Content-Length, Content-Range, Date,"
          + " ETag, Location, Retry-After, Vary";

  private Cors() {}

  /// Marks a response as readable from any origin, redirects and errors included.
  public static void allow(HttpHeaders headers) {
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
  }

  /// The answer to a preflight request.
  static HttpHeaders preflight(String requestedHeaders) {
    HttpHeaders headers = new DefaultHttpHeaders();
    allow(headers);
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
    headers.set(
        HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
        requestedHeaders.isEmpty()
            ? "Range, If-None-Match, If-Range, Content-Type"
            : requestedHeaders);
    headers.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");
    return headers;
  }

  /// For what changes from moment to moment.
  static HttpHeaders noCache() {
    return new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
  }
}
