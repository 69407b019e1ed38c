package dev.freshet.bench.scenario;

import dev.freshet.bench.measure.CollectorLog;
import dev.freshet.bench.measure.Growth;
import dev.freshet.bench.measure.Quantiles;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Rows about memory and the collector under a lasting load. Stateless.
final class MemoryRows {
  private static final double GROWTH_PERCENT_AN_HOUR = 1;

  private MemoryRows() {}

  /// Pauses from `fromSeconds` of the virtual machine's life on.
  static void addPauses(Findings findings, String what, Path log, double fromSeconds)
      throws IOException {
    List<Double> pausesMs = CollectorLog.pausesMs(log, fromSeconds);
    findings.keep(what + ", pauses", pausesMs);
    double p99 = pausesMs.isEmpty() ? 0 : Quantiles.of(pausesMs, 99);
    double most = pausesMs.isEmpty() ? 0 : Quantiles.of(pausesMs, 100);
    String note = pausesMs.size() + " pauses";
    findings.add(
        Row.alone(what, "pause p99", "ms", Spread.of(p99), Target.atMost(5)).withNote(note));
    findings.add(
        Row.alone(what, "longest pause", "ms", Spread.of(most), Target.atMost(20)).withNote(note));
  }

  /// Growth over the second half of the samples.
  static void addGrowth(Findings findings, String what, Growth growth) {
    findings.keep(what + ", live memory", growth.bytes());
    Growth half = growth.secondHalf();
    findings.add(
        Row.alone(
                what,
                "growth of live heap and direct memory",
                "% an hour",
                Spread.of(half.percentAnHour()),
                Target.atMost(GROWTH_PERCENT_AN_HOUR + half.noisePercentAnHour()))
            .withNote("%.0f bytes at first".formatted(half.bytes().getFirst())));
  }
}
