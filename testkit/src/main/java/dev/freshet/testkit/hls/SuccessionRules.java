package dev.freshet.testkit.hls;

import java.util.List;
import java.util.Objects;

/// What a media playlist must hold against the one that was there before (6.2.1, 6.2.2). Lives for
/// one pair.
final class SuccessionRules {
  private final MediaText before;
  private final MediaText now;
  private final Findings findings;

  private SuccessionRules(MediaText before, MediaText now, Findings findings) {
    this.before = before;
    this.now = now;
    this.findings = findings;
  }

  static void check(MediaText before, MediaText now, Findings findings) {
    SuccessionRules rules = new SuccessionRules(before, now, findings);
    rules.window();
    rules.terms();
    rules.segments();
    PartSuccession.check(before, now, findings);
  }

  private void window() {
    boolean fell = now.mediaSequence() < before.mediaSequence();
    String sequences = before.mediaSequence() + " to " + now.mediaSequence();
    findings.addIf(fell, Rule.SEQUENCE_FELL, 0, sequences);
    boolean vanished = !fell && now.lastNumber() < before.lastNumber();
    findings.addIf(vanished, Rule.SEGMENT_VANISHED, 0, "segment " + before.lastNumber());
    boolean changed = before.ended() && (!now.ended() || now.lastNumber() != before.lastNumber());
    findings.addIf(changed, Rule.CHANGED_AFTER_END, 0, "segment " + now.lastNumber());
  }

  private void terms() {
    boolean target = now.targetUs() != before.targetUs();
    boolean part = now.partTargetUs() != before.partTargetUs();
    String targets =
        Seconds.of(before.targetUs())
            + ", "
            + Seconds.of(before.partTargetUs())
            + " to "
            + Seconds.of(now.targetUs())
            + ", "
            + Seconds.of(now.partTargetUs());
    findings.addIf(target || part, Rule.TARGET_CHANGED, 0, targets);
  }

  private void segments() {
    List<ListedSegment> common =
        now.segments().stream()
            .filter(s -> s.number() >= before.mediaSequence() && s.number() <= before.lastNumber())
            .toList();
    for (ListedSegment segment : common) {
      ListedSegment old = Objects.requireNonNull(before.find(segment.number()));
      boolean changed = !segment.sameAs(old);
      findings.addIf(changed, Rule.SEGMENT_CHANGED, segment.line(), old + " to " + segment);
    }
    discontinuities(common);
    remaining(common);
  }

  /// A playlist that starts afresh, with nothing in common, is another matter.
  private void remaining(List<ListedSegment> common) {
    long leftUs = now.segments().stream().mapToLong(ListedSegment::durationUs).sum();
    boolean removed = !common.isEmpty() && now.mediaSequence() > before.mediaSequence();
    boolean tooShort = removed && !now.ended() && leftUs < 3 * now.targetUs();
    findings.addIf(tooShort, Rule.WINDOW_SHORT, 0, Seconds.of(leftUs));
  }

  private void discontinuities(List<ListedSegment> common) {
    if (common.isEmpty()) {
      boolean fell = now.discontinuitySequence() < before.discontinuitySequence();
      findings.addIf(fell, Rule.DISCONTINUITY_SEQUENCE_WRONG, 0, sequences());
      return;
    }
    ListedSegment first = common.getFirst();
    ListedSegment old = Objects.requireNonNull(before.find(first.number()));
    boolean wrong = first.discontinuityNumber() != old.discontinuityNumber();
    findings.addIf(wrong, Rule.DISCONTINUITY_SEQUENCE_WRONG, first.line(), sequences());
  }

  private String sequences() {
    return before.discontinuitySequence() + " to " + now.discontinuitySequence();
  }
}
