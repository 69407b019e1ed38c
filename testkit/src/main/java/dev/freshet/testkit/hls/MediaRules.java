package dev.freshet.testkit.hls;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What one media playlist's text must hold about its segments. Lives for one check.
final class MediaRules {
  private static final long DATE_TOLERANCE_MS = 1000;

  private final MediaText text;
  private final Findings findings;

  private MediaRules(MediaText text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  static void check(MediaText text, Findings findings) {
    new MediaRules(text, findings).check();
    ControlRules.check(text, findings);
    PartRules.check(text, findings);
  }

  private void check() {
    findings.addIf(text.targetUs() < 1_000_000, Rule.TARGET_MISSING, 0, "none");
    List<ListedSegment> segments = text.segments();
    for (int i = 0; i < segments.size(); i++) {
      segment(segments.get(i), i == 0 ? null : segments.get(i - 1));
    }
    if (text.start().has("TIME-OFFSET") && text.skipped() == 0) {
      start(text.start().us("TIME-OFFSET"));
    }
    skip();
  }

  private void segment(ListedSegment segment, @Nullable ListedSegment before) {
    boolean tooLong = Seconds.rounded(segment.durationUs()) * 1_000_000 > text.targetUs();
    String duration = Seconds.of(segment.durationUs()) + " of " + Seconds.of(text.targetUs());
    findings.addIf(tooLong, Rule.SEGMENT_TOO_LONG, segment.line(), duration);
    map(segment, before);
    if (before != null) {
      date(segment, before);
    }
  }

  private void map(ListedSegment segment, @Nullable ListedSegment before) {
    String path = segment.uri().replaceAll("[?#].*", "");
    boolean fragmented = path.endsWith(".m4s") || path.endsWith(".mp4") || path.endsWith(".cmfv");
    boolean unknown = segment.mapUri() == null && text.skipped() == 0;
    findings.addIf(fragmented && unknown, Rule.MAP_MISSING, segment.line(), segment.uri());
    boolean changed =
        before != null
            && before.mapUri() != null
            && !Objects.equals(before.mapUri(), segment.mapUri());
    findings.addIf(
        changed && !segment.breaks(),
        Rule.DISCONTINUITY_MISSING,
        segment.line(),
        segment.mapUri() + " without a break");
  }

  private void date(ListedSegment segment, ListedSegment before) {
    OptionalLong date = unixMs(segment.date());
    OptionalLong dateBefore = unixMs(before.date());
    if (segment.breaks() || date.isEmpty() || dateBefore.isEmpty()) {
      return;
    }
    long expectedMs = dateBefore.getAsLong() + before.durationUs() / 1000;
    long driftMs = date.getAsLong() - expectedMs;
    boolean drifts = Math.abs(driftMs) > DATE_TOLERANCE_MS;
    findings.addIf(drifts, Rule.DATE_DRIFT, segment.line(), "by " + driftMs + " ms");
  }

  private static OptionalLong unixMs(@Nullable String date) {
    return date == null ? OptionalLong.empty() : DateText.unixMs(date);
  }

  private void start(long offsetUs) {
    long fromEndUs = offsetUs < 0 ? -offsetUs : text.durationUs() - offsetUs;
    int line = text.start().line();
    String offset = Seconds.of(offsetUs);
    boolean outside = Math.abs(offsetUs) > text.durationUs();
    findings.addIf(outside, Rule.START_OUTSIDE, line, offset);
    boolean near = !text.ended() && fromEndUs < 3 * text.targetUs();
    findings.addIf(near, Rule.START_NEAR_END, line, offset);
  }

  private void skip() {
    boolean offered = text.control().has("CAN-SKIP-UNTIL") && !text.ended();
    boolean skips = text.skip().line() > 0;
    findings.addIf(
        skips && !offered, Rule.SKIP_NOT_OFFERED, text.skip().line(), "" + text.skipped());
  }
}
