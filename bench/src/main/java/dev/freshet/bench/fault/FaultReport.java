package dev.freshet.bench.fault;

import dev.freshet.bench.measure.Quantiles;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import java.util.List;

/// The rows of a campaign's table. Stateless.
final class FaultReport {
  private FaultReport() {}

  static List<Row> rows(Fault fault, String what, List<FaultSample> samples) {
    List<Double> gaps = samples.stream().map(FaultSample::gapMs).toList();
    Target p50 = Target.atMost(fault.limits().gapP50Ms());
    Target p99 = Target.atMost(fault.limits().gapP99Ms());
    double lost = samples.stream().mapToDouble(FaultSample::lost).sum();
    double duplicated = samples.stream().mapToDouble(FaultSample::duplicated).sum();
    double closed = samples.stream().mapToDouble(sample -> sample.kept() ? 0 : 1).sum();
    return List.of(
        row(what, "longest gap p50", "ms", Quantiles.of(gaps, 50), p50),
        row(what, "longest gap p99", "ms", Quantiles.of(gaps, 99), p99),
        row(what, "longest gap, most", "ms", Quantiles.of(gaps, 100), Target.NONE),
        row(what, "frames lost", "", lost, Target.atMost(0)),
        row(what, "frames duplicated", "", duplicated, Target.atMost(0)),
        row(what, "connections closed", "", closed, Target.atMost(0)));
  }

  private static Row row(String what, String metric, String unit, double value, Target target) {
    return Row.alone(what, metric, unit, Spread.of(value), target);
  }

  /// The most that other machines took of the processors during a repetition.
  static double stealPercent(List<FaultSample> samples) {
    return samples.stream().mapToDouble(FaultSample::stealPercent).max().orElse(0);
  }
}
