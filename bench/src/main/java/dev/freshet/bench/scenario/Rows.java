package dev.freshet.bench.scenario;

import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
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
}
