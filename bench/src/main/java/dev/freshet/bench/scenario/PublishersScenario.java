package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.Feed;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.load.ViewerPlan;
import dev.freshet.bench.measure.CpuMeter;
import dev.freshet.bench.measure.CpuUse;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many publishers one core takes in.
final class PublishersScenario implements Scenario {
  private static final List<Integer> STEPS = List.of(1_000, 2_000, 3_000);
  private static final int GROUPS = 50;
  private static final int BATCH_MS = 40;
  private static final double FULL_RATE = 0.98;
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "publishers";
  }

  @Override
  public String title() {
    return "publishers of 300 kbit/s that one core takes in";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    for (SubjectKind kind : List.of(SubjectKind.FRESHET, SubjectKind.NGINX_RTMP)) {
      measure(trials, findings, kind);
    }
    findings.note(
        "Each publisher sends a picture and the sound before it every "
            + BATCH_MS
            + " ms, as an interleaving encoder does; their keyframes fall on "
            + GROUPS
            + " moments of a GOP. At full rate: the server's sockets took at least "
            + Math.round(FULL_RATE * 100)
            + " % of what was due, nobody was closed, and a viewer of the first stream got its"
            + " frames.");
  }

  private static void measure(Trials trials, Findings findings, SubjectKind kind)
      throws InterruptedException {
    List<Double> most = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    String failure = trials.subjects().missing(kind).orElse("");
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      try {
        climb(trials, findings, kind, most, costs);
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    Target target = kind == SubjectKind.FRESHET ? Target.atLeast(goal(trials)) : Target.NONE;
    String what = kind.label() + " RTMP, small";
    findings.add(Rows.of(what, "publishers at full rate", "", most, target, failure));
    findings.add(Rows.of(what, "CPU a publisher", "us/s", costs, Target.NONE, failure));
  }

  private static double goal(Trials trials) {
    return trials.effort().scaled(STEPS.getLast());
  }

  private static void climb(
      Trials trials, Findings findings, SubjectKind kind, List<Double> most, List<Double> costs)
      throws IOException, InterruptedException {
    double reached = 0;
    double cost = Double.NaN;
    for (int step : STEPS) {
      Step result = step(trials, kind, trials.effort().scaled(step));
      findings.keep(kind.label() + " publishers", result);
      trials.say(result.toString());
      if (!result.atFullRate()) {
        break;
      }
      reached = result.publishers();
      cost = result.cpuUs();
    }
    most.add(reached);
    if (!Double.isNaN(cost)) {
      costs.add(cost);
    }
  }

  private static Step step(Trials trials, SubjectKind kind, int publishers)
      throws IOException, InterruptedException {
    TrialPlan plan = new TrialPlan(kind, Dialect.RTMP, StreamShape.SMALL, 0, 1, 1, 1);
    try (Stage stage = trials.open(plan, false)) {
      int groups = Math.min(GROUPS, publishers);
      PublisherCrowd crowd =
          stage.publish(
              new PublisherPlan(
                  Feed.RTMP,
                  stage.subject().publishPort(),
                  Stage.APP,
                  "p",
                  StreamShape.SMALL,
                  publishers,
                  groups,
                  BATCH_MS,
                  Long.MAX_VALUE));
      Thread.sleep(Math.max(3, trials.effort().warmUpSeconds()) * 1_000L);
      ViewerCrowd viewer = stage.open(viewerOfFirst(stage));
      boolean plays = viewer.awaitSettled(JOIN_TIMEOUT);
      return sample(trials, stage, crowd, viewer, plays);
    }
  }

  private static Step sample(
      Trials trials, Stage stage, PublisherCrowd crowd, ViewerCrowd viewer, boolean plays)
      throws IOException, InterruptedException {
    CpuMeter meter =
        CpuMeter.begin(
            stage.subject().pid(), trials.pinning().serverCores(), stage.publisherThread());
    viewer.beginSample();
    long sentBefore = crowd.sentBytes();
    Thread.sleep(trials.effort().seconds() * 1_000L);
    long sent = crowd.sentBytes() - sentBefore;
    CpuUse cpu = meter.end();
    viewer.endSample();
    double due = crowd.publishing() * StreamShape.SMALL.bodyBytesPerSecond() * cpu.seconds();
    return new Step(
        crowd.publishing(),
        sent / due,
        cpu.serverUs() / cpu.seconds() / Math.max(1, crowd.publishing()),
        cpu.serverPercent(),
        cpu.loadPercent(),
        crowd.takeWorstLagMs(),
        plays,
        viewer.sample().delayMs(99),
        crowd.endReasons());
  }

  private static ViewerPlan viewerOfFirst(Stage stage) {
    return ViewerPlan.crowd(
        Dialect.RTMP, stage.subject().port(Dialect.RTMP), Stage.APP, "p0", 1, 1);
  }

  /// What some publishers did to the server.
  ///
  /// @param rateShare bytes that the server's sockets took, as a share of the frames' bodies that
  ///   were due; headers come on top
  /// @param plays whether a viewer of the first stream got media
  /// @param delayP99Ms of that viewer
  record Step(
      int publishers,
      double rateShare,
      double cpuUs,
      double serverPercent,
      double loadPercent,
      double worstLagMs,
      boolean plays,
      double delayP99Ms,
      Map<String, Integer> ended) {

    boolean atFullRate() {
      return rateShare >= FULL_RATE && plays && ended.isEmpty();
    }
  }
}
