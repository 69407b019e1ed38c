package dev.freshet.node.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// `GET /healthz` on the media port, for load balancers: whether this node takes new viewers.
public final class HealthRoute implements HttpRoute {
  private final BooleanSupplier draining;

  public HealthRoute(BooleanSupplier draining) {
    this.draining = draining;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    if (!exchange.path().equals("/healthz")) {
      return false;
    }
    boolean leaving = draining.getAsBoolean();
    exchange.respond(
        leaving ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.OK,
        "text/plain; charset=utf-8",
        (leaving ? "draining\n" : "ok\n").getBytes(StandardCharsets.UTF_8),
        new DefaultHttpHeaders());
    return true;
  }
}
