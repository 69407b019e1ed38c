package dev.freshet.bench.scenario;

import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import java.util.ArrayList;
import java.util.List;

/// Rows of values that stand alone. Stateless.
final class Rows {
  private Rows() {}

  /// A row of what was measured, repeat by repeat; with nothing measured, of the reason.
  static Row of(
      String what, String metric, String unit, List<Double> values, Target target, String failure) {
    return values.isEmpty()
        ? Row.missing(what, metric, unit, target, failure)
        : Row.alone(what, metric, unit, Spread.of(values), target).withNote(failure);
  }

  /// A row of what was measured beside what something else had in the same repeats.
  static Row beside(
      String what,
      String metric,
      String unit,
      List<Double> values,
      String referenceLabel,
      List<Double> references,
      Target target) {
    if (values.isEmpty() || references.isEmpty()) {
      return of(what, metric, unit, values, Target.NONE, "nothing beside it: " + referenceLabel);
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), references.size()); i++) {
      ratios.add(values.get(i) / references.get(i));
    }
    Spread reference = Spread.of(references);
    return Row.compared(
        what,
        metric,
        unit,
        Spread.of(values),
        referenceLabel,
        reference,
        Spread.of(ratios),
        target);
  }
}
