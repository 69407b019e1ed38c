package dev.freshet.bench.report;

import java.util.Collection;

/// One number, measured several times. A value: no owner.
///
/// @param median the middle one, or the mean of the two in the middle
/// @param least of them
/// @param most of them
/// @param repeats how many
public record Spread(double median, double least, double most, int repeats) {

  /// Of at least one value.
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    return new Spread(median, sorted[0], sorted[last], sorted.length);
  }

  /// Of one value.
  public static Spread of(double value) {
    return new Spread(value, value, value, 1);
  }
}
