package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.measure.Growth;
import dev.freshet.bench.measure.JvmProbe;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a viewer and frame allocate, how long the collector stops everything, and whether memory
/// grows while nothing else does.
final class GarbageScenario implements Scenario {
  private static final int FEW = 200;
  private static final int MANY = 2_000;
  private static final double MAX_BYTES_A_FRAME = 1; // none, but for the noise of what else runs
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
    Growth growth = new Growth();
    long totalMs = minutes * 60_000L / trials.effort().divisor();
    for (int i = 0; i <= MEMORY_SAMPLES; i++) {
      trials.say("memory %,.0f bytes".formatted(growth.sample(stage.subject().pid())));
      Thread.sleep(i == MEMORY_SAMPLES ? 0 : totalMs / MEMORY_SAMPLES);
    }
    MemoryRows.addGrowth(findings, what, growth);
    MemoryRows.addPauses(findings, what, stage.subject().collectorLog().orElseThrow(), fromSeconds);
  }

  private static void failIfGone(ViewerCrowd crowd) throws IOException {
    if (crowd.ended() > 0) {
      throw new IOException("viewers closed: " + crowd.endReasons());
    }
  }
}
