package dev.freshet.bench.gop;

import dev.freshet.bench.measure.Quantiles;
import java.util.List;

/// The middle, the 95th of 100, and the extremes of one thing that viewers saw. A value: no owner.
record Quantile(double least, double p50, double p95, double most) {
  static Quantile of(List<Double> values) {
    return new Quantile(
        Quantiles.of(values, 0),
        Quantiles.median(values),
        Quantiles.of(values, 95),
        Quantiles.of(values, 100));
  }
}
