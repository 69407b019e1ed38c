package dev.freshet.node.playback.hls;

import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Stream;
import dev.freshet.node.http.HttpExchange;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.MediaPath;
import dev.freshet.node.http.StreamRequest;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.SegmentReply;
import dev.freshet.node.playback.segments.SessionStart;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.protocol.hls.MultivariantPlaylist;
import dev.freshet.protocol.hls.MultivariantWriter;
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
    String format = request.path().parameter("format");
    HlsStyle style = format == null ? null : HlsStyle.byFormat(format);
    if (format != null && style == null) {
      reply.bad(
          Refused.FORMAT, "unknown-format", "format: " + format + " (expected: ts, fmp4 or ll)");
    } else {
      start.begin(exchange, request, new First(style, reply));
    }
  }

  /// The answer to a viewer's first request.
  ///
  /// @param wanted the style that it named, or null
  private record First(@Nullable HlsStyle wanted, SegmentReply reply)
      implements SessionStart.Choice {
    @Override
    public SessionToken.Format format(Stream stream, SegmentWindow window) {
      return style(stream, window).sessionFormat();
    }

    @Override
    public void answer(Stream stream, SegmentWindow window, String base, String query) {
      HlsStyle style = style(stream, window);
      MultivariantPlaylist playlist = HlsPlaylists.multivariant(window, style, base);
      if (playlist == null) {
        reply.notFound(
            Refused.GONE, style.format() + " carries none of the tracks of " + stream.key());
      } else {
        String text = AddressQuery.into(MultivariantWriter.write(playlist), query);
        reply.sendOwn(HlsTexts.TYPE, text);
      }
    }

    private HlsStyle style(Stream stream, SegmentWindow window) {
      return wanted == null ? usual(stream, window) : wanted;
    }
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
