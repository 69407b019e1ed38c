package dev.freshet.node.playback.dash;

import dev.freshet.contract.service.Profile;
import dev.freshet.media.GopHeader.Anchor;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.protocol.dash.LatencyTarget;
import dev.freshet.protocol.dash.MediaPresentation;
import dev.freshet.protocol.dash.Period;
import dev.freshet.protocol.dash.UtcTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a manifest says of a window of segments. Stateless: a function of the window and the
/// service's profile, so that two nodes with equal segments say the same of them.
///
/// All times count from the origin's clock: a moment of the media is due when the origin had it.
final class DashManifests {
  private static final UtcTiming CLOCK = UtcTiming.httpXsDate("/api/v1/clock?format=xsdate");
  private static final long MS_US = 1_000;
  private static final long GRAIN_US = 100_000;
  private static final long MIN_UPDATE_US = 500_000;
  private static final int MIN_RATE_PERCENT = 96;
  private static final int MAX_RATE_PERCENT = 104;

  private DashManifests() {}

  /// The manifest of a window that is playable, or null if MP4 carries none of the tracks.
  static @Nullable MediaPresentation of(SegmentWindow window, DashStyle style, Profile profile) {
    long zeroUs = window.newest().counting().zeroUnixUs();
    List<DashPeriod> stretches = DashPeriod.of(window, style);
    List<Period> periods = new ArrayList<>();
    for (DashPeriod stretch : stretches) {
      long earliestUs = periods.isEmpty() ? 0 : periods.getLast().startUs() + MS_US;
      Period period = stretch.period(zeroUs, earliestUs);
      if (period != null) {
        periods.add(period);
      }
    }
    if (periods.isEmpty()) {
      return null;
    }
    boolean lowLatency = stretches.getLast().isEven() && !window.ended();
    long averageUs = averageUs(window);
    return new MediaPresentation(
        zeroUs,
        madeUs(window),
        Math.max(MIN_UPDATE_US, averageUs),
        listedUs(window),
        lowLatency ? 0 : 2 * averageUs + MS_US * profile.playerBufferMs(),
        lowLatency ? MS_US * profile.partMs() : averageUs,
        longestUs(window),
        lowLatency ? latency(profile) : null,
        CLOCK,
        periods,
        window.ended() ? OptionalLong.of(endUs(window, zeroUs)) : OptionalLong.empty());
  }

  /// A player has what it keeps buffered, and waits for the part that it is sent next.
  private static LatencyTarget latency(Profile profile) {
    long targetMs = profile.playerBufferMs() + 2L * profile.partMs();
    return new LatencyTarget(
        targetMs,
        2L * profile.partMs(),
        Math.max(targetMs, profile.playerMaxBufferMs() + 2L * profile.partMs()),
        MIN_RATE_PERCENT,
        MAX_RATE_PERCENT);
  }

  /// When the newest thing that it names was there; dates are corrected, but this does not fall.
  private static long madeUs(SegmentWindow window) {
    return window.segments().stream()
        .mapToLong(segment -> segment.unixUs() + segment.durationUs())
        .reduce(0, Math::max);
  }

  private static long endUs(SegmentWindow window, long zeroUs) {
    PackagedSegment last = window.segments().getLast();
    Anchor anchor = last.counting().stretch();
    return anchor.unixUs() - zeroUs + last.start().dtsUs() + last.durationUs() - anchor.dtsUs();
  }

  private static long longestUs(SegmentWindow window) {
    return window.segments().stream()
        .mapToLong(PackagedSegment::durationUs)
        .reduce(Math.max(1, window.limits().segmentUs()), Math::max);
  }

  private static long listedUs(SegmentWindow window) {
    return window.segments().stream().mapToLong(PackagedSegment::durationUs).sum();
  }

  private static long averageUs(SegmentWindow window) {
    long averageUs = listedUs(window) / window.segments().size();
    return Math.ceilDiv(averageUs, GRAIN_US) * GRAIN_US;
  }
}
