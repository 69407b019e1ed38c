package dev.freshet.testkit.hls;

import java.util.HashSet;
import java.util.Set;

/// What EXT-X-SERVER-CONTROL, hints and reports must hold. Lives for one check.
final class ControlRules {
  private final MediaText text;
  private final AttributeList control;
  private final Findings findings;

  private ControlRules(MediaText text, Findings findings) {
    this.text = text;
    this.control = text.control();
    this.findings = findings;
  }

  static void check(MediaText text, Findings findings) {
    ControlRules rules = new ControlRules(text, findings);
    rules.distances();
    rules.partHoldBack();
    rules.hints();
    text.reports().forEach(rules::report);
  }

  private void distances() {
    atLeast("CAN-SKIP-UNTIL", 6 * text.targetUs(), Rule.SKIP_UNTIL_SHORT);
    atLeast("HOLD-BACK", 3 * text.targetUs(), Rule.HOLD_BACK_SHORT);
    boolean alone = control.has("CAN-SKIP-DATERANGES") && !control.has("CAN-SKIP-UNTIL");
    findings.addIf(alone, Rule.SKIP_DATERANGES_ALONE, control.line(), "alone");
  }

  private void atLeast(String attribute, long leastUs, Rule rule) {
    boolean less = control.has(attribute) && control.us(attribute) < leastUs;
    String found = Seconds.of(control.us(attribute)) + " (at least " + Seconds.of(leastUs) + ")";
    findings.addIf(less, rule, control.line(), found);
  }

  private void partHoldBack() {
    long partTargetUs = text.partTargetUs();
    if (partTargetUs == 0) {
      return;
    }
    boolean missing = !control.has("PART-HOLD-BACK");
    findings.addIf(missing, Rule.PART_HOLD_BACK_MISSING, control.line(), "none");
    atLeast("PART-HOLD-BACK", 2 * partTargetUs, Rule.PART_HOLD_BACK_SHORT);
    atLeast("PART-HOLD-BACK", 3 * partTargetUs, Rule.PART_HOLD_BACK_LOW);
    boolean polls = !text.ended() && !control.isYes("CAN-BLOCK-RELOAD");
    findings.addIf(polls, Rule.BLOCK_RELOAD_MISSING, control.line(), "not offered");
  }

  private void hints() {
    Set<String> types = new HashSet<>();
    for (AttributeList hint : text.hints()) {
      String type = hint.textOrEmpty("TYPE");
      findings.addIf(text.ended(), Rule.HINT_AFTER_END, hint.line(), type);
      findings.addIf(!types.add(type), Rule.HINT_TWICE, hint.line(), type);
      boolean listed = type.equals("PART") && isListed(hint.textOrEmpty("URI"));
      findings.addIf(listed, Rule.HINT_LISTED, hint.line(), hint.textOrEmpty("URI"));
    }
    boolean missing = text.hasParts() && !text.ended() && !types.contains("PART");
    findings.addIf(missing, Rule.HINT_MISSING, 0, "none");
  }

  private boolean isListed(String uri) {
    ListedSegment open = text.open();
    return (open != null && lists(open, uri))
        || text.segments().stream().anyMatch(segment -> lists(segment, uri));
  }

  private static boolean lists(ListedSegment segment, String uri) {
    return segment.parts().stream().anyMatch(part -> part.uri().equals(uri));
  }

  private void report(AttributeList report) {
    String uri = report.textOrEmpty("URI");
    boolean absolute = uri.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") || uri.startsWith("//");
    findings.addIf(absolute, Rule.REPORT_ABSOLUTE, report.line(), uri);
    boolean vague = text.hasParts() && report.has("LAST-MSN") && !report.has("LAST-PART");
    findings.addIf(vague, Rule.REPORT_PART_MISSING, report.line(), uri);
  }
}
