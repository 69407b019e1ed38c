package dev.freshet.bench.measure;

import java.util.ArrayList;
import java.util.List;

/// Live memory over time, and how fast it grows. Owned by its scenario.
public final class Growth {
  private final List<Double> hours = new ArrayList<>();
  private final List<Double> bytes = new ArrayList<>();

  /// Looks at the live heap and direct memory of a process, after a collection that this asks for.
  ///
  /// @return bytes
  public double sample(long pid) throws java.io.IOException {
    try (JvmProbe probe = JvmProbe.attach(pid)) {
      hours.add(System.nanoTime() / 3.6e12);
      bytes.add((double) probe.liveHeapBytes() + probe.directBytes());
    }
    return bytes.getLast();
  }

  /// All samples, in bytes.
  public List<Double> bytes() {
    return List.copyOf(bytes);
  }

  /// The samples from the middle on.
  public Growth secondHalf() {
    Growth half = new Growth();
    int from = hours.size() / 2;
    half.hours.addAll(hours.subList(from, hours.size()));
    half.bytes.addAll(bytes.subList(from, bytes.size()));
    return half;
  }

  /// Per cent of the first sample that the line through all samples rises in an hour.
  public double percentAnHour() {
    return 100 * slope() / bytes.getFirst();
  }

  /// Over a short time the scatter of the samples alone makes a slope: per cent an hour that are
  /// noise.
  public double noisePercentAnHour() {
    double spanHours = hours.getLast() - hours.getFirst();
    return 2 * 100 * residual() / bytes.getFirst() / spanHours;
  }

  private double slope() {
    double meanX = mean(hours);
    double meanY = mean(bytes);
    double above = 0;
    double below = 0;
    for (int i = 0; i < hours.size(); i++) {
      above += (hours.get(i) - meanX) * (bytes.get(i) - meanY);
      below += (hours.get(i) - meanX) * (hours.get(i) - meanX);
    }
    return above / below;
  }

  /// The mean distance of the samples from their line.
  private double residual() {
    double meanX = mean(hours);
    double meanY = mean(bytes);
    double slope = slope();
    double sum = 0;
    for (int i = 0; i < hours.size(); i++) {
      double off = bytes.get(i) - meanY - slope * (hours.get(i) - meanX);
      sum += off * off;
    }
    return Math.sqrt(sum / hours.size());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
