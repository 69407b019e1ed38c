package dev.freshet.node.playback.dash;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.SegmentConfig.TokenPlace;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Stream;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.FirstRoute;
import dev.freshet.node.playback.segments.SegmentReply;
import dev.freshet.node.playback.segments.SessionStart;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.protocol.dash.MediaPresentation;
import dev.freshet.protocol.dash.MpdWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /APP/NAME.mpd`, the viewer's own manifest. Thread-safe.
public final class DashRoute extends FirstRoute {
  public DashRoute(SessionStart start, Supplier<ServiceTable> services) {
    super(start, services, "mpd", "fmp4 or ll");
  }

  @Override
  protected SessionStart.@Nullable Choice choice(@Nullable String name, SegmentReply reply) {
    DashStyle style = name == null ? null : DashStyle.byFormat(name);
    return name != null && style == null ? null : new First(style, reply);
  }

  /// The answer to a viewer's first request.
  ///
  /// @param wanted the style that it named, or null
  private record First(@Nullable DashStyle wanted, SegmentReply reply)
      implements SessionStart.Choice {
    @Override
    public SessionToken.Format format(Stream stream, SegmentWindow window) {
      return SessionToken.Format.DASH;
    }

    /// In the path, whatever the service wants: a template has no place for a query.
    @Override
    public TokenPlace place(TokenPlace ofService) {
      return TokenPlace.PATH;
    }

    /// Its addresses are whole paths: some players take `BaseURL` from where the manifest came from
    /// (ffmpeg, dash.js), others from its `Location` (Shaka).
    @Override
    public void answer(Stream stream, SegmentWindow window, String base, String query) {
      Profile profile = stream.service().profile();
      DashStyle style = wanted == null ? usual(profile) : wanted;
      String session = "/" + stream.key().app() + "/" + base;
      MediaPresentation mpd = DashManifests.of(window, style, profile);
      if (mpd == null) {
        reply.notFound(Refused.GONE, "MP4 carries none of the tracks of " + stream.key());
      } else {
        reply.sendOwn(DashTexts.TYPE, MpdWriter.write(mpd, session, session + style.file()));
      }
    }
  }

  /// Low latency where the profile starts viewers at the live edge.
  private static DashStyle usual(Profile profile) {
    return profile.startBackMs() == 0 ? DashStyle.LL : DashStyle.FMP4;
  }
}
