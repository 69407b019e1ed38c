package dev.freshet.node.playback.dash;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Stream;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.Problem;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.SessionStart;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.protocol.dash.MediaPresentation;
import dev.freshet.protocol.dash.MpdWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME.mpd`, the viewer's own manifest. Thread-safe.
public final class DashRoute implements HttpRoute {
  private final SessionStart start;
  private final Supplier<ServiceTable> services;

  public DashRoute(SessionStart start, Supplier<ServiceTable> services) {
    this.start = start;
    this.services = services;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.rest().isEmpty() || !path.extension().equals("mpd")) {
      return false;
    }
    if (!exchange.isGetOrHead()) {
      exchange.respond(Problem.methodNotAllowed("GET, HEAD"));
      return true;
    }
    StreamRequest request = StreamRequest.of(exchange, services.get());
    if (request != null) {
      begin(exchange, request);
    }
    return true;
  }

  private void begin(HttpExchange exchange, StreamRequest request) {
    String format = request.path().parameter("format");
    DashStyle style = format == null ? null : DashStyle.byFormat(format);
    if (format != null && style == null) {
      exchange.respond(
          new Problem(
              "unknown-format",
              HttpResponseStatus.BAD_REQUEST,
              "format: " + format + " (expected: fmp4 or ll)"));
      return;
    }
    start.begin(
        exchange,
        request,
        SessionToken.Format.DASH,
        (stream, window, base) -> answer(exchange, stream, window, style, base));
  }

  private static void answer(
      HttpExchange exchange,
      Stream stream,
      SegmentWindow window,
      @Nullable DashStyle wanted,
      String base) {
    Profile profile = stream.service().profile();
    DashStyle style = wanted == null ? usual(profile) : wanted;
    MediaPresentation mpd = DashManifests.of(window, style, profile);
    if (mpd == null) {
      exchange.respond(
          new Problem(
              "not-found",
              HttpResponseStatus.NOT_FOUND,
              "MP4 carries none of the tracks of " + stream.key()));
      return;
    }
    SessionStart.respond(exchange, DashTexts.TYPE, MpdWriter.write(mpd, base, base + style.file()));
  }

  /// Low latency where the profile starts viewers at the live edge.
  private static DashStyle usual(Profile profile) {
    return profile.startBackMs() == 0 ? DashStyle.LL : DashStyle.FMP4;
  }
}
