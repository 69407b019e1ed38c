package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.measure.CollectorLog;
import dev.freshet.bench.measure.JvmProbe;
import dev.freshet.bench.measure.Quantiles;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a viewer and frame allocate, how long the collector stops everything, and whether memory
/// grows while nothing else does.
final class GarbageScenario implements Scenario {
  private static final int FEW = 200;
  private static final int MANY = 2_000;
  private static final double MAX_BYTES_A_FRAME = 1; // none, but for the noise of what else runs
  private static final double NOISE_PERCENT_AN_HOUR = 1;
  private static final int MEMORY_SAMPLES = 10;

  private final int minutes;

  /// @param minutes of full load for pauses and growth
  GarbageScenario(int minutes) {
    this.minutes = minutes;
  }

  @Override
  public String name() {
    return "garbage";
  }

  @Override
  public String title() {
    return "allocation, pauses and growth under load (" + minutes + " min)";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    String failure = trials.subjects().missing(SubjectKind.FRESHET).orElse("");
    for (Dialect dialect : List.of(Dialect.RTMP, Dialect.FLV)) {
      if (failure.isEmpty()) {
        failure = measure(trials, findings, dialect);
      }
    }
    if (!failure.isEmpty()) {
      findings.add(Row.missing("Freshet", "garbage", "", Target.NONE, failure));
    }
    findings.note(
        "Allocation is the difference between "
            + trials.effort().scaled(MANY)
            + " and "
            + trials.effort().scaled(FEW)
            + " viewers, divided by viewers and frames. Pauses are those"
            + " of the collector's log, without the collections that the bench asks for to see live"
            + " memory. Growth is the slope of live heap and direct memory over the load's second half;"
            + " `--minutes 480` is the eight-hour soak.");
  }

  private String measure(Trials trials, Findings findings, Dialect dialect)
      throws InterruptedException {
    TrialPlan plan = new TrialPlan(SubjectKind.FRESHET, dialect, StreamShape.SMALL, 0, 1, MANY, 0);
    trials.say("garbage of " + plan);
    try (Stage stage = trials.open(plan, true)) {
      stage.publish(plan.shape());
      String what = plan.subjectLabel() + ", small, " + trials.effort().scaled(MANY) + " viewers";
      measureAllocation(trials, findings, stage, dialect, what);
      measureOverTime(trials, findings, stage, what);
      return "";
    } catch (IOException | RuntimeException e) {
      return Failures.text(e);
    }
  }

  /// Leaves the many viewers there.
  private static void measureAllocation(
      Trials trials, Findings findings, Stage stage, Dialect dialect, String what)
      throws IOException, InterruptedException {
    int few = trials.effort().scaled(FEW);
    int many = trials.effort().scaled(MANY);
    try (JvmProbe probe = JvmProbe.attach(stage.subject().pid())) {
      ViewerCrowd first = stage.join(dialect, few, 0);
      double fewBytes = allocatedPerSecond(trials, probe);
      ViewerCrowd rest = stage.join(dialect, many - few, 0);
      double manyBytes = allocatedPerSecond(trials, probe);
      findings.keep(what, Map.of("few", fewBytes, "many", manyBytes));
      double frames = (many - few) * StreamShape.framesPerSecond();
      findings.add(
          Row.alone(
              what,
              "allocated a viewer and frame",
              "B",
              Spread.of((manyBytes - fewBytes) / frames),
              Target.atMost(MAX_BYTES_A_FRAME)));
      failIfGone(first);
      failIfGone(rest);
    }
  }

  private static double allocatedPerSecond(Trials trials, JvmProbe probe)
      throws IOException, InterruptedException {
    Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
    long before = probe.allocatedBytes();
    long beganNs = System.nanoTime();
    Thread.sleep(trials.effort().seconds() * 1_000L);
    return (probe.allocatedBytes() - before) / ((System.nanoTime() - beganNs) / 1e9);
  }

  private void measureOverTime(Trials trials, Findings findings, Stage stage, String what)
      throws IOException, InterruptedException {
    double fromSeconds =
        (System.nanoTime() - stage.openedNs()) / 1e9 + stage.subject().startMs() / 1e3;
    List<Double> hours = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    long totalMs = minutes * 60_000L / trials.effort().divisor();
    for (int i = 0; i <= MEMORY_SAMPLES; i++) {
      try (JvmProbe probe = JvmProbe.attach(stage.subject().pid())) {
        hours.add(System.nanoTime() / 3.6e12);
        bytes.add((double) probe.liveHeapBytes() + probe.directBytes());
      }
      trials.say("memory %,.0f bytes".formatted(bytes.getLast()));
      Thread.sleep(i == MEMORY_SAMPLES ? 0 : totalMs / MEMORY_SAMPLES);
    }
    findings.keep(what + ", live memory", bytes);
    int half = hours.size() / 2;
    addGrowth(findings, what, hours.subList(half, hours.size()), bytes.subList(half, bytes.size()));
    addPauses(findings, what, stage.subject().collectorLog().orElseThrow(), fromSeconds);
  }

  private static void addPauses(Findings findings, String what, Path log, double fromSeconds)
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

  private static void addGrowth(
      Findings findings, String what, List<Double> hours, List<Double> bytes) {
    double slope = slope(hours, bytes);
    double percent = 100 * slope / bytes.getFirst();
    double noise = 100 * residual(hours, bytes, slope) / bytes.getFirst();
    double spanHours = hours.getLast() - hours.getFirst();
    // over a short time the scatter of the samples alone makes a slope: that much is allowed
    double allowed = NOISE_PERCENT_AN_HOUR + 2 * noise / spanHours;
    findings.add(
        Row.alone(
                what,
                "growth of live heap and direct memory",
                "% an hour",
                Spread.of(percent),
                Target.atMost(allowed))
            .withNote("%.0f bytes at first".formatted(bytes.getFirst())));
  }

  private static double slope(List<Double> x, List<Double> y) {
    double meanX = mean(x);
    double meanY = mean(y);
    double above = 0;
    double below = 0;
    for (int i = 0; i < x.size(); i++) {
      above += (x.get(i) - meanX) * (y.get(i) - meanY);
      below += (x.get(i) - meanX) * (x.get(i) - meanX);
    }
    return above / below;
  }

  /// The mean distance of the samples from their line.
  private static double residual(List<Double> x, List<Double> y, double slope) {
    double meanX = mean(x);
    double meanY = mean(y);
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      double off = y.get(i) - meanY - slope * (x.get(i) - meanX);
      sum += off * off;
    }
    return Math.sqrt(sum / x.size());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static void failIfGone(ViewerCrowd crowd) throws IOException {
    if (crowd.ended() > 0) {
      throw new IOException("viewers closed: " + crowd.endReasons());
    }
  }
}
