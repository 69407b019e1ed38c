package dev.freshet.node.playback.dash;

import dev.freshet.media.GopHeader.Anchor;
import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import dev.freshet.media.fmp4.InitSegment;
import dev.freshet.node.playback.packaging.InitFile;
import dev.freshet.node.playback.packaging.PackagedPart.TrackFacts;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.SegmentFile;
import dev.freshet.node.playback.segments.ShortNumber;
import dev.freshet.protocol.dash.AdaptationSet;
import dev.freshet.protocol.dash.Period;
import dev.freshet.protocol.dash.ProducerReference;
import dev.freshet.protocol.dash.SegmentTemplate;
import dev.freshet.protocol.dash.SegmentTemplate.Entry;
import dev.freshet.protocol.dash.SegmentTemplate.Even;
import dev.freshet.protocol.dash.SegmentTemplate.Spacing;
import dev.freshet.protocol.dash.SegmentTemplate.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Segments that follow one another without a break, and what a manifest says of them. A value.
///
/// @param anchor the segment from which they are counted, which may have left the list
/// @param segments complete ones, at least one, and the open one where it is sent as it grows
/// @param partUs how long a part is, in us
record DashPeriod(Anchor anchor, List<PackagedSegment> segments, long partUs) {
  private static final int US = 1_000_000;

  /// The stretches of a window. The last one knows its spacing best.
  static List<DashPeriod> of(SegmentWindow window, DashStyle style) {
    List<DashPeriod> stretches = new ArrayList<>();
    List<PackagedSegment> current = new ArrayList<>();
    for (PackagedSegment segment : listed(window, style)) {
      if (!current.isEmpty()
          && anchor(current.getLast(), style).segment() != anchor(segment, style).segment()) {
        stretches.add(of(current, style, window));
        current = new ArrayList<>();
      }
      current.add(segment);
    }
    if (stretches.isEmpty() || window.ended() || !isUndecided(current, style)) {
      stretches.add(of(current, style, window));
    }
    return stretches;
  }

  /// The first segment of a stretch is counted or not when the next one has begun: what a manifest
  /// said of a period must not change.
  private static boolean isUndecided(List<PackagedSegment> segments, DashStyle style) {
    PackagedSegment only = segments.getFirst();
    return style == DashStyle.LL
        && segments.size() == 1
        && only.counting().even().spacingUs() == 0
        && only.counting().stretch().segment() == only.number();
  }

  private static DashPeriod of(
      List<PackagedSegment> segments, DashStyle style, SegmentWindow window) {
    Anchor anchor = anchor(segments.getLast(), style);
    return new DashPeriod(anchor, List.copyOf(segments), window.limits().partUs());
  }

  /// The open segment counts where segments are counted.
  private static List<PackagedSegment> listed(SegmentWindow window, DashStyle style) {
    List<PackagedSegment> listed = new ArrayList<>(window.segments());
    listed.removeIf(PackagedSegment::isGap);
    PackagedSegment open = window.open();
    if (open != null && style == DashStyle.LL && anchor(open, style).spacingUs() > 0) {
      listed.add(open);
    }
    return listed;
  }

  private static Anchor anchor(PackagedSegment segment, DashStyle style) {
    return switch (style) {
      case FMP4 ->
          new Anchor(
              segment.counting().stretch().segment(),
              segment.counting().stretch().dtsUs(),
              segment.counting().stretch().unixUs(),
              0);
      case LL -> segment.counting().even();
    };
  }

  /// Whether segments are counted.
  boolean isEven() {
    return anchor.spacingUs() > 0;
  }

  /// What the manifest says, or null if MP4 carries nothing of it.
  ///
  /// @param zeroUs where the presentation begins, in Unix time
  /// @param earliestUs behind the start of the period before
  @Nullable Period period(long zeroUs, long earliestUs) {
    List<AdaptationSet> sets = new ArrayList<>();
    for (Track track : segments.getLast().header().tracks()) {
      if (InitSegment.carries(track) && !entries(track).isEmpty()) {
        sets.add(set(track));
      }
    }
    long startUs = Math.max(anchor.unixUs() - zeroUs, earliestUs);
    return sets.isEmpty() ? null : new Period("p" + anchor.segment(), startUs, sets);
  }

  private AdaptationSet set(Track track) {
    boolean video = track instanceof Track.Video;
    SegmentTemplate template = template(track);
    long zeroTicks = template.timeOffsetTicks();
    return new AdaptationSet(
        track.id(),
        video ? AdaptationSet.Content.VIDEO : AdaptationSet.Content.AUDIO,
        null,
        template,
        isEven() ? new ProducerReference(0, anchor.unixUs(), zeroTicks) : null,
        List.of(DashTracks.representation(track, segments)));
  }

  private SegmentTemplate template(Track track) {
    TrackClock clock = clock(track);
    InitFile init = segments.getLast().init(track.id());
    String hash = init == null ? "" : init.hash(); // there is one: MP4 carries the track
    String name = "t" + track.id() + "-";
    return new SegmentTemplate(
        clock.timescale(),
        new SegmentFile.Init(track.id(), hash).toString(),
        name + (isEven() ? "$Number$.m4s" : ShortNumber.of(stretch()) + "-$Time$.m4s"),
        isEven() ? ShortNumber.of(anchor.segment()) : 0, // times need no numbers
        clock.ticks(anchor.dtsUs()),
        isEven() ? Math.max(0, anchor.spacingUs() - partUs) : 0,
        spacing(track));
  }

  private long stretch() {
    return segments.getLast().counting().stretch().segment();
  }

  /// Counted segments are spaced in us, exact for whatever the track counts.
  private TrackClock clock(Track track) {
    return isEven() ? new TrackClock(US) : TrackClock.of(track);
  }

  private Spacing spacing(Track track) {
    return isEven() ? new Even(anchor.spacingUs()) : new Timeline(entries(track));
  }

  private List<Entry> entries(Track track) {
    List<Entry> entries = new ArrayList<>();
    TrackClock clock = clock(track);
    for (PackagedSegment segment : segments) {
      long startUs = startUs(segment, track);
      if (startUs >= 0) { // else there is nothing of this track: a gap in its times
        entries.add(entry(clock, startUs, endUs(segment, track)));
      }
    }
    return entries;
  }

  private static Entry entry(TrackClock clock, long startUs, long endUs) {
    long start = clock.ticks(startUs);
    return new Entry(start, Math.max(1, clock.ticks(endUs) - start));
  }

  private static long startUs(PackagedSegment segment, Track track) {
    for (var part : segment.parts()) {
      TrackFacts facts = part.track(track.id());
      if (facts != null) {
        return facts.startUs();
      }
    }
    return -1;
  }

  private static long endUs(PackagedSegment segment, Track track) {
    for (var part : segment.parts().reversed()) {
      TrackFacts facts = part.track(track.id());
      if (facts != null) {
        return facts.startUs() + facts.durationUs();
      }
    }
    return -1;
  }
}
