package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.load.ViewerPlan;
import dev.freshet.bench.measure.Quantiles;
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

/// From connecting to the last byte of the first keyframe, for viewers who come one by one, at
/// moments that do not follow the stream's.
final class FirstKeyframeScenario implements Scenario {
  private static final int WARM_UPS = 3;
  private static final int NEWCOMERS = 300;
  private static final int PEER_NEWCOMERS = 20; // each waits for a keyframe, up to a whole GOP
  private static final int GAP_MS = 13;
  private static final int PEER_GAP_MS = 97;
  private static final int CROWD = 2_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  @Override
  public String name() {
    return "first-keyframe";
  }

  @Override
  public String title() {
    return "from connecting to the last byte of the first keyframe";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    int crowd = trials.effort().scaled(CROWD);
    for (Dialect dialect : List.of(Dialect.RTMP, Dialect.FLV, Dialect.WS_FLV)) {
      TrialPlan plan = plan(SubjectKind.FRESHET, dialect);
      measure(trials, findings, plan, 0, NEWCOMERS, Target.atMost(1.5), Target.atMost(5));
      measure(trials, findings, plan, crowd, NEWCOMERS, Target.NONE, Target.atMost(50));
    }
    TrialPlan peer = plan(SubjectKind.NGINX_RTMP, Dialect.RTMP);
    measure(trials, findings, peer, 0, PEER_NEWCOMERS, Target.NONE, Target.NONE);
    findings.note(
        "Each number is of "
            + NEWCOMERS
            + " newcomers, one after the other; as many have come "
            + WARM_UPS
            + " times before, so that what joins run is compiled: compilers share the node's core here.");
    findings.note("nginx-rtmp has no GOP cache: its viewers wait for the next keyframe.");
  }

  private static void measure(
      Trials trials,
      Findings findings,
      TrialPlan plan,
      int crowd,
      int newcomers,
      Target p50,
      Target p99)
      throws InterruptedException {
    String what =
        plan.subjectLabel() + ", " + (crowd == 0 ? "idle" : "beside " + crowd + " viewers");
    List<Double> p50s = new ArrayList<>();
    List<Double> p99s = new ArrayList<>();
    String failure = trials.subjects().missing(plan.kind()).orElse("");
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      trials.say(what + ", " + newcomers + " newcomers");
      try {
        List<Double> keyframesMs =
            newcomers(trials, plan, crowd, trials.effort().scaled(newcomers));
        findings.keep(what, keyframesMs);
        p50s.add(Quantiles.of(keyframesMs, 50));
        p99s.add(Quantiles.of(keyframesMs, 99));
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    findings.add(Rows.of(what, "first keyframe p50", "ms", p50s, p50, failure));
    findings.add(Rows.of(what, "first keyframe p99", "ms", p99s, p99, failure));
  }

  private static List<Double> newcomers(Trials trials, TrialPlan plan, int crowd, int newcomers)
      throws IOException, InterruptedException {
    try (Stage stage = trials.open(plan, false)) {
      stage.publish(plan.shape());
      if (crowd > 0) {
        stage.join(plan.dialect(), crowd, 0);
      }
      for (int i = 0; i < WARM_UPS; i++) {
        come(stage, plan.dialect(), newcomers); // until the join's code is compiled
      }
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      return come(stage, plan.dialect(), newcomers);
    }
  }

  private static List<Double> come(Stage stage, Dialect dialect, int newcomers)
      throws IOException, InterruptedException {
    boolean cached = stage.subject().kind() == SubjectKind.FRESHET;
    int atOnce = cached ? 1 : newcomers; // who wait for the next keyframe must not come with it
    int gapMs = cached ? GAP_MS : PEER_GAP_MS;
    ViewerCrowd crowd =
        stage.open(
            ViewerPlan.newcomers(
                dialect,
                stage.subject().port(dialect),
                Stage.APP,
                Stage.NAME,
                newcomers,
                atOnce,
                gapMs));
    if (!crowd.awaitSettled(TIMEOUT) || crowd.ended() > 0) {
      throw new IOException("newcomers without a keyframe: " + crowd.endReasons());
    }
    return crowd.firstKeyframesMs();
  }

  private static TrialPlan plan(SubjectKind kind, Dialect dialect) {
    return new TrialPlan(kind, dialect, StreamShape.SMALL, 0, 1, 0, 0);
  }
}
