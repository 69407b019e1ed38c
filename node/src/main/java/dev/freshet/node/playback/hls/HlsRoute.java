package dev.freshet.node.playback.hls;

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
import dev.freshet.protocol.hls.MultivariantPlaylist;
import dev.freshet.protocol.hls.MultivariantWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME.m3u8`, the viewer's own playlist. Thread-safe.
public final class HlsRoute implements HttpRoute {
  private final SessionStart start;
  private final Supplier<ServiceTable> services;

  public HlsRoute(SessionStart start, Supplier<ServiceTable> services) {
    this.start = start;
    this.services = services;
  }

  @Override
  public boolean handle(HttpExchange exchange) {
    MediaPath path = exchange.mediaPath();
    if (path == null || !path.rest().isEmpty() || !path.extension().equals("m3u8")) {
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
    HlsStyle style = format == null ? null : HlsStyle.byFormat(format);
    if (format != null && style == null) {
      exchange.respond(
          new Problem(
              "unknown-format",
              HttpResponseStatus.BAD_REQUEST,
              "format: " + format + " (expected: ts, fmp4 or ll)"));
      return;
    }
    start.begin(
        exchange,
        request,
        SessionToken.Format.HLS,
        (stream, window, base) -> answer(exchange, stream, window, style, base));
  }

  private static void answer(
      HttpExchange exchange,
      Stream stream,
      SegmentWindow window,
      @Nullable HlsStyle wanted,
      String base) {
    HlsStyle style = wanted == null ? usual(stream, window) : wanted;
    MultivariantPlaylist playlist = HlsPlaylists.multivariant(window, style, base);
    if (playlist == null) {
      exchange.respond(
          new Problem(
              "not-found",
              HttpResponseStatus.NOT_FOUND,
              style.format() + " carries none of the tracks of " + stream.key()));
      return;
    }
    SessionStart.respond(exchange, HlsTexts.TYPE, MultivariantWriter.write(playlist));
  }

  /// Low latency where the profile starts viewers at the live edge, else what every player knows,
  /// if it carries the pictures.
  private static HlsStyle usual(Stream stream, SegmentWindow window) {
    if (stream.service().profile().startBackMs() == 0) {
      return HlsStyle.LL;
    }
    int all = window.newest().header().tracks().size();
    return HlsPlaylists.tracks(window.newest().header(), HlsStyle.TS).size() >= Math.min(2, all)
        ? HlsStyle.TS
        : HlsStyle.FMP4;
  }
}
