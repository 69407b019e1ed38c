package dev.freshet.bench.report;

import org.jspecify.annotations.Nullable;

/// One line of a table. A value: no owner.
///
/// @param what was measured, such as "Freshet RTMP, small, 2000 viewers"
/// @param metric what of it, such as "CPU a viewer"
/// @param unit such as "us/s"
/// @param value what came out; null if nothing did
/// @param referenceLabel what it is compared with; empty if with nothing
/// @param reference what that had in the same run
/// @param ratio to the reference: the median over repeats of each repeat's own
/// @param target what it must reach
/// @param verdict `met`, `missed x1.2`, `-` without a target, or `not measured`
/// @param note why nothing was measured, or what else to know
public record Row(
    String what,
    String metric,
    String unit,
    @Nullable Spread value,
    String referenceLabel,
    @Nullable Spread reference,
    @Nullable Spread ratio,
    Target target,
    String verdict,
    String note) {
  private static final String MISSED = "missed";

  /// A number that stands alone.
  public static Row alone(String what, String metric, String unit, Spread value, Target target) {
    return new Row(
        what, metric, unit, value, "", null, null, target, verdict(target, value.median()), "");
  }

  /// A number beside another one.
  public static Row compared(
      String what,
      String metric,
      String unit,
      Spread value,
      String referenceLabel,
      Spread reference,
      Spread ratio,
      Target target) {
    double judged = target.relative() ? ratio.median() : value.median();
    return new Row(
        what,
        metric,
        unit,
        value,
        referenceLabel,
        reference,
        ratio,
        target,
        verdict(target, judged),
        "");
  }

  /// A number that could not be had.
  public static Row missing(String what, String metric, String unit, Target target, String why) {
    return new Row(what, metric, unit, null, "", null, null, target, "not measured", why);
  }

  /// Whether it was measured and its target not reached.
  public boolean missed() {
    return verdict.startsWith(MISSED);
  }

  /// The same with a remark.
  public Row withNote(String remark) {
    return new Row(
        what, metric, unit, value, referenceLabel, reference, ratio, target, verdict, remark);
  }

  private static String verdict(Target target, double judged) {
    if (target.bound() == Target.Bound.NONE) {
      return "-";
    }
    double factor = target.missFactor(judged);
    return factor <= 1 ? "met" : MISSED + " x" + Numbers.text(factor);
  }
}
