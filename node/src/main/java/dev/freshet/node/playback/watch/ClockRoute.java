package dev.freshet.node.playback.watch;

import dev.freshet.contract.time.Clock;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/// `GET /api/v1/clock`: this node's wall clock, from which a player learns the offset of its own.
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
    String body = "{\"unixUs\":" + clock.unixUs() + "}";
    exchange.respondJson(HttpResponseStatus.OK, body.getBytes(StandardCharsets.UTF_8));
    return true;
  }
}
