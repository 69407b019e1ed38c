package dev.freshet.testkit.hls;

import java.util.List;

/// What one media playlist's text must hold about its parts (4.4.4.9). Lives for one check.
final class PartRules {
  private static final long ROUNDING_US = 1000;

  private final MediaText text;
  private final long targetUs;
  private final Findings findings;

  private PartRules(MediaText text, Findings findings) {
    this.text = text;
    this.targetUs = text.partTargetUs();
    this.findings = findings;
  }

  static void check(MediaText text, Findings findings) {
    if (!text.hasParts()) {
      return;
    }
    PartRules rules = new PartRules(text, findings);
    findings.addIf(rules.targetUs == 0, Rule.PART_INF_MISSING, 0, "none");
    long toEndUs = text.openUs();
    for (ListedSegment segment : text.segments().reversed()) {
      toEndUs += segment.durationUs();
      rules.complete(segment, toEndUs);
    }
    ListedSegment open = text.open();
    if (open != null) {
      rules.parts(open, text.openUs());
    }
  }

  private void complete(ListedSegment segment, long toEndUs) {
    List<ListedPart> parts = segment.parts();
    if (parts.isEmpty()) {
      return;
    }
    parts(segment, toEndUs);
    long differenceUs = Math.abs(segment.partsUs() - segment.durationUs());
    boolean differs = differenceUs > ROUNDING_US * parts.size();
    String sum = Seconds.of(segment.partsUs()) + " of " + Seconds.of(segment.durationUs());
    findings.addIf(differs, Rule.PART_SUM, segment.line(), sum);
  }

  private void parts(ListedSegment segment, long segmentToEndUs) {
    List<ListedPart> parts = segment.parts();
    long toEndUs = segmentToEndUs;
    for (int i = 0; i < parts.size(); i++) {
      ListedPart part = parts.get(i);
      boolean last = i == parts.size() - 1;
      length(part, last || parts.get(i + 1).gap());
      boolean old = toEndUs > 3 * text.targetUs();
      findings.addIf(old, Rule.PART_TOO_OLD, part.line(), Seconds.of(toEndUs) + " from the end");
      boolean unmarked = segment.gap() && !part.gap();
      findings.addIf(unmarked, Rule.PART_OF_GAP, part.line(), part.uri());
      toEndUs -= part.durationUs();
    }
    boolean unmarked = text.independent() && !segment.gap() && !beginsIndependently(parts);
    findings.addIf(unmarked, Rule.INDEPENDENT_UNMARKED, segment.line(), segment.uri());
  }

  /// Gaps have nothing that could be decoded.
  private static boolean beginsIndependently(List<ListedPart> parts) {
    for (ListedPart part : parts) {
      if (!part.gap()) {
        return part.independent();
      }
    }
    return true;
  }

  /// @param exempt whether it is the last one as far as the text knows, or followed by a gap
  private void length(ListedPart part, boolean exempt) {
    String found = Seconds.of(part.durationUs()) + " of " + Seconds.of(targetUs);
    boolean tooLong = targetUs > 0 && part.durationUs() > targetUs;
    findings.addIf(tooLong, Rule.PART_TOO_LONG, part.line(), found);
    boolean tooShort = part.durationUs() * 100 < targetUs * 85;
    boolean mayBeShort = exempt || part.independent() || part.gap();
    findings.addIf(tooShort && !mayBeShort, Rule.PART_TOO_SHORT, part.line(), found);
  }
}
