package dev.freshet.node.playback.hls;

import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Stream;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.FirstRoute;
import dev.freshet.node.playback.segments.SegmentReply;
import dev.freshet.node.playback.segments.SessionStart;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.protocol.hls.MultivariantPlaylist;
import dev.freshet.protocol.hls.MultivariantWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME.m3u8`, the viewer's own playlist. Thread-safe.
public final class HlsRoute extends FirstRoute {
  public HlsRoute(SessionStart start, Supplier<ServiceTable> services) {
    super(start, services, "m3u8", "ts, fmp4 or ll");
  }

  @Override
  protected SessionStart.@Nullable Choice choice(@Nullable String name, SegmentReply reply) {
    HlsStyle style = name == null ? null : HlsStyle.byFormat(name);
    return name != null && style == null ? null : new First(style, reply);
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
