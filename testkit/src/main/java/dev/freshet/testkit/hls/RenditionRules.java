package dev.freshet.testkit.hls;

import java.util.List;
import java.util.OptionalLong;

/// What the media playlists of one presentation must hold against one another (6.2.4). Lives for
/// one check.
final class RenditionRules {
  private static final long SAME_MOMENT_MS = 200;

  /// A media playlist and its address.
  record Rendition(String uri, MediaText text) {}

  private final List<Rendition> renditions;
  private final Findings findings;

  private RenditionRules(List<Rendition> renditions, Findings findings) {
    this.renditions = renditions;
    this.findings = findings;
  }

  static void check(List<Rendition> renditions, Findings findings) {
    RenditionRules rules = new RenditionRules(renditions, findings);
    for (Rendition rendition : renditions) {
      rules.compare(renditions.getFirst(), rendition);
      rules.reports(rendition);
    }
  }

  private void compare(Rendition first, Rendition other) {
    long targetUs = first.text().targetUs();
    boolean differs = other.text().targetUs() != targetUs;
    String targets =
        other.uri() + ": " + Seconds.of(other.text().targetUs()) + ", not " + Seconds.of(targetUs);
    findings.addIf(differs, Rule.RENDITION_TARGET_DIFFERS, 0, targets);
    for (ListedSegment segment : other.text().segments()) {
      breaks(first, segment, other.uri());
    }
  }

  private void breaks(Rendition first, ListedSegment segment, String uri) {
    long nearestMs = SAME_MOMENT_MS;
    long number = segment.discontinuityNumber();
    for (ListedSegment match : first.text().segments()) {
      long apartMs = apartMs(match, segment);
      if (apartMs < nearestMs) { // there may be shorter ones than a moment
        nearestMs = apartMs;
        number = match.discontinuityNumber();
      }
    }
    boolean differs = number != segment.discontinuityNumber();
    String numbers = segment.discontinuityNumber() + ", not " + number;
    findings.addIf(differs, Rule.RENDITION_BREAK_DIFFERS, segment.line(), uri + ": " + numbers);
  }

  private static long apartMs(ListedSegment one, ListedSegment other) {
    OptionalLong oneMs = unixMs(one);
    OptionalLong otherMs = unixMs(other);
    return oneMs.isPresent() && otherMs.isPresent()
        ? Math.abs(oneMs.getAsLong() - otherMs.getAsLong())
        : Long.MAX_VALUE;
  }

  private static OptionalLong unixMs(ListedSegment segment) {
    String date = segment.date();
    return date == null ? OptionalLong.empty() : DateText.unixMs(date);
  }

  private void reports(Rendition rendition) {
    MediaText text = rendition.text();
    if (text.partTargetUs() == 0 || text.ended()) {
      return;
    }
    for (Rendition other : renditions) {
      boolean itself = other.uri().equals(rendition.uri());
      boolean missing = !itself && !reports(text, other.uri());
      findings.addIf(missing, Rule.REPORT_MISSING, 0, rendition.uri() + " of " + other.uri());
    }
  }

  private static boolean reports(MediaText text, String uri) {
    return text.reports().stream().anyMatch(report -> report.textOrEmpty("URI").equals(uri));
  }
}
