package dev.freshet.node.playback.segments;

import dev.freshet.contract.service.ServiceTable;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME.EXTENSION?format=STYLE`, a viewer's first request: the same for HLS and DASH but
/// for the answer. Thread-safe.
public abstract class FirstRoute implements HttpRoute {
  private final SessionStart start;
  private final Supplier<ServiceTable> services;
  private final String extension;
  private final String styles;

  /// @param styles what `format` may be, for people
  protected FirstRoute(
      SessionStart start, Supplier<ServiceTable> services, String extension, String styles) {
    this.start = start;
    this.services = services;
    this.extension = extension;
    this.styles = styles;
  }

  /// How to answer who asks for this style, or null if there is none of that name.
  ///
  /// @param style null: the one that suits
  protected abstract SessionStart.@Nullable Choice choice(
      @Nullable String style, SegmentReply reply);

  @Override
  public final boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.rest().isEmpty() || !path.extension().equals(extension)) {
      return false;
    }
    SegmentReply reply = start.reply(exchange);
    if (!exchange.isGetOrHead()) {
      reply.methodNotAllowed();
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request != null) {
      begin(exchange, request, reply);
    }
    return true;
  }

  private void begin(HttpExchange exchange, StreamRequest request, SegmentReply reply) {
    String style = request.path().parameter("format");
    SessionStart.Choice choice = choice(style, reply);
    if (choice == null) {
      reply.bad(
          Refused.FORMAT, "unknown-format", "format: " + style + " (expected: " + styles + ")");
    } else {
      start.begin(exchange, request, choice);
    }
  }
}
