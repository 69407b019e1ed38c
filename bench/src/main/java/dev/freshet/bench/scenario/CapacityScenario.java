package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.LoadSample;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.load.ViewerPlan;
import dev.freshet.bench.measure.CpuMeter;
import dev.freshet.bench.measure.CpuUse;
import dev.freshet.bench.measure.IngestLag;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The most viewers that one core serves at full rate and with bounded delay, and what happens at
/// twice as many.
final class CapacityScenario implements Scenario {
  private static final int GOAL = 8_500;
  private static final List<Integer> STEPS = List.of(2_000, 4_000, 6_000, GOAL, 10_000, 12_000);
  private static final int LISTEN_EVERY = 20;
  private static final int NEWCOMERS = 20;
  private static final Duration NEWCOMERS_TIMEOUT = Duration.ofSeconds(60);

  private final int maxViewers;

  /// @param maxViewers that the machine's limits allow
  CapacityScenario(int maxViewers) {
    this.maxViewers = maxViewers;
  }

  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public String title() {
    return "the most viewers of one core, and twice as many";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    List<Step> goals = new ArrayList<>();
    List<Step> overloads = new ArrayList<>();
    List<Double> capacities = new ArrayList<>();
    List<Double> idleLags = new ArrayList<>();
    List<Double> fullLags = new ArrayList<>();
    String failure = trials.subjects().missing(SubjectKind.FRESHET).orElse("");
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      try (Stage stage = trials.open(plan(), false)) {
        PublisherCrowd publisher = stage.publish(StreamShape.SMALL);
        try (IngestLag lag =
            IngestLag.open(stage.subject().port(Dialect.FLV), Stage.APP, Stage.NAME)) {
          idleLags.add(lagMs(trials, lag));
          int capacity = climb(trials, findings, stage, publisher, goals);
          capacities.add((double) capacity);
          overloads.add(overload(trials, findings, stage, capacity));
          fullLags.add(lagMs(trials, lag)); // of those who are there, not of how they came
        }
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    addGoalRows(trials, findings, capacities, goals, failure);
    addOverloadRows(findings, overloads, failure);
    findings.add(lagRow(idleLags, fullLags, failure));
    findings.note(
        "Good is: at least 99 % of the viewers at 90 % of the published rate or more,"
            + " nobody closed, p99 of the added delay at most "
            + Math.round(Step.MAX_P99_MS)
            + " ms. One of "
            + LISTEN_EVERY
            + " viewers, spread evenly over the order of joining, is"
            + " listened to. Twice the capacity is at most "
            + maxViewers
            + " viewers, which the limit of open files allows.");
  }

  /// Adds viewers until it is no longer good.
  ///
  /// @return the most that were good
  private int climb(
      Trials trials, Findings findings, Stage stage, PublisherCrowd publisher, List<Step> goals)
      throws IOException, InterruptedException {
    List<ViewerCrowd> crowds = new ArrayList<>();
    int capacity = 0;
    for (int step : STEPS) {
      Step result = grow(trials, stage, crowds, trials.effort().scaled(step));
      findings.keep("capacity step, publisher's lag " + publisher.takeWorstLagMs(), result);
      if (step == GOAL) {
        goals.add(result);
      }
      if (!result.isGood()) {
        return capacity;
      }
      capacity = result.viewers();
    }
    return capacity;
  }

  private Step overload(Trials trials, Findings findings, Stage stage, int capacity)
      throws IOException, InterruptedException {
    int present = stage.viewersOpened();
    int wanted =
        Math.min(maxViewers, 2 * Math.max(capacity, trials.effort().scaled(STEPS.getFirst())));
    List<ViewerCrowd> crowds = new ArrayList<>(stage.crowds());
    if (wanted > present) {
      crowds.add(stage.join(Dialect.RTMP, wanted - present, LISTEN_EVERY));
    }
    Step result = measure(trials, stage, crowds, newcomers(stage));
    findings.keep("twice the capacity", result);
    return result;
  }

  private Step grow(Trials trials, Stage stage, List<ViewerCrowd> crowds, int viewers)
      throws IOException, InterruptedException {
    int present = stage.viewersOpened();
    trials.say("Freshet RTMP, small stream, " + viewers + " viewers");
    crowds.add(stage.join(Dialect.RTMP, viewers - present, LISTEN_EVERY));
    return measure(trials, stage, crowds, List.of());
  }

  private static List<Double> newcomers(Stage stage) throws InterruptedException {
    ViewerCrowd newcomers =
        stage.open(
            ViewerPlan.newcomers(
                Dialect.RTMP,
                stage.subject().port(Dialect.RTMP),
                Stage.APP,
                Stage.NAME,
                NEWCOMERS,
                1,
                100));
    boolean settled = newcomers.awaitSettled(NEWCOMERS_TIMEOUT);
    List<Double> keyframesMs = new ArrayList<>(newcomers.firstKeyframesMs());
    if (!settled || newcomers.ended() > 0) {
      keyframesMs.add((double) NEWCOMERS_TIMEOUT.toMillis()); // who saw nothing counts as worst
    }
    return keyframesMs;
  }

  private static Step measure(
      Trials trials, Stage stage, List<ViewerCrowd> crowds, List<Double> newcomersMs)
      throws IOException, InterruptedException {
    Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
    CpuMeter meter =
        CpuMeter.begin(stage.subject().pid(), trials.pinning().serverCores(), stage.viewerThread());
    crowds.forEach(ViewerCrowd::beginSample);
    Thread.sleep(trials.effort().seconds() * 1_000L);
    crowds.forEach(ViewerCrowd::endSample);
    CpuUse cpu = meter.end();
    Thread.sleep(1_000); // frames on their way count too
    LoadSample sample = LoadSample.merged(crowds.stream().map(ViewerCrowd::sample).toList());
    int ended = crowds.stream().mapToInt(ViewerCrowd::ended).sum();
    return Step.of(sample, cpu, ended, crowds.getLast().endReasons(), newcomersMs);
  }

  private void addGoalRows(
      Trials trials, Findings findings, List<Double> capacities, List<Step> goals, String failure) {
    int goal = trials.effort().scaled(GOAL);
    String what = "Freshet RTMP, small";
    String atGoal = what + ", " + goal + " viewers";
    String unreached = failure.isEmpty() ? "it was not good with fewer" : failure;
    findings.add(
        Rows.of(what, "good viewers on a core", "", capacities, Target.atLeast(goal), failure));
    List<Double> p50s = goals.stream().map(Step::p50Ms).toList();
    List<Double> p99s = goals.stream().map(Step::p99Ms).toList();
    List<Double> shares = goals.stream().map(Step::fullRateShare).toList();
    findings.add(
        Rows.of(
            atGoal, "delay p50", "ms", p50s, Target.atMost(100), p50s.isEmpty() ? unreached : ""));
    findings.add(
        Rows.of(
            atGoal,
            "delay p99",
            "ms",
            p99s,
            Target.atMost(Step.MAX_P99_MS),
            p99s.isEmpty() ? unreached : ""));
    findings.add(
        Rows.of(
            atGoal,
            "viewers at full rate",
            "of 1",
            shares,
            Target.atLeast(0.99),
            shares.isEmpty() ? unreached : ""));
  }

  private static void addOverloadRows(Findings findings, List<Step> overloads, String failure) {
    String what = "Freshet RTMP, small, twice the capacity";
    List<Double> fairness = overloads.stream().map(Step::fairness).toList();
    List<Double> newcomersMs =
        overloads.stream().map(step -> Quantiles.of(step.newcomersMs(), 100)).toList();
    List<Double> broken = overloads.stream().map(step -> (double) step.brokenGaps()).toList();
    findings.add(
        Rows.of(
            what, "least / most bytes of a viewer", "", fairness, Target.atLeast(0.5), failure));
    findings.add(
        Rows.of(
            what, "slowest newcomer's keyframe", "ms", newcomersMs, Target.atMost(1_000), failure));
    findings.add(
        Rows.of(what, "gaps not ending at a keyframe", "", broken, Target.atMost(0), failure));
  }

  private static double lagMs(Trials trials, IngestLag lag)
      throws IOException, InterruptedException {
    Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
    lag.take();
    Thread.sleep(trials.effort().seconds() * 1_000L);
    return p99Ms(lag);
  }

  private static double p99Ms(IngestLag lag) throws IOException {
    return lag.take().getValueAtPercentile(99) / 1e3;
  }

  private static Row lagRow(List<Double> idle, List<Double> full, String failure) {
    String what = "Freshet RTMP, small, twice the capacity";
    String metric = "publisher's frame from send to stamp p99";
    Target target = Target.atMostTimes(2);
    if (full.isEmpty()) {
      return Row.missing(what, metric, "ms", target, failure);
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < full.size(); i++) {
      ratios.add(full.get(i) / idle.get(i));
    }
    return Row.compared(
        what,
        metric,
        "ms",
        Spread.of(full),
        "one viewer",
        Spread.of(idle.subList(0, full.size())),
        Spread.of(ratios),
        target);
  }

  private static TrialPlan plan() {
    return new TrialPlan(SubjectKind.FRESHET, Dialect.RTMP, StreamShape.SMALL, 0, 1, 0, 0);
  }

  /// What one number of viewers got.
  record Step(
      int viewers,
      double p50Ms,
      double p99Ms,
      double worstMeanMs,
      double fullRateShare,
      double fairness,
      long faults,
      long brokenGaps,
      int ended,
      Map<String, Integer> endReasons,
      double serverPercent,
      double loadPercent,
      List<Double> newcomersMs) {
    static final double MAX_P99_MS = 250;
    private static final double FULL_RATE = 0.9;

    static Step of(
        LoadSample sample,
        CpuUse cpu,
        int ended,
        Map<String, Integer> endReasons,
        List<Double> newcomersMs) {
      return new Step(
          sample.viewers(),
          sample.delayMs(50),
          sample.delayMs(99),
          sample.worstMeanDelayMs(),
          sample.shareAtRate(StreamShape.SMALL.bodyBytesPerSecond(), FULL_RATE),
          sample.fairness(),
          sample.faults(),
          sample.brokenGaps(),
          ended,
          endReasons,
          cpu.serverPercent(),
          cpu.loadPercent(),
          newcomersMs);
    }

    boolean isGood() {
      return p99Ms <= MAX_P99_MS && fullRateShare >= 0.99 && ended == 0;
    }
  }
}
