package dev.freshet.node.playback.watch;

import dev.freshet.contract.time.Clock;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// `GET /api/v1/clock`: this node's wall clock, from which a player learns the offset of its own.
/// With `?format=xsdate` it answers as DASH players want it (ISO/IEC 23009-1 5.8.5.7).
public final class ClockRoute implements HttpRoute {
  private final Clock clock;

  public ClockRoute(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    if (!exchange.path().equals("/api/v1/clock")) {
      return false;
    }
    if (exchange.request().uri().endsWith("?format=xsdate")) {
      byte[] time =
          Instant.ofEpochMilli(clock.unixMs()).toString().getBytes(StandardCharsets.UTF_8);
      HttpHeaders headers = new DefaultHttpHeaders();
      headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      exchange.respond(HttpResponseStatus.OK, "text/plain", time, headers);
    } else {
      String body = "{\"unixUs\":" + clock.unixUs() + "}";
      exchange.respondJson(HttpResponseStatus.OK, body.getBytes(StandardCharsets.UTF_8));
    }
    return true;
  }
}
