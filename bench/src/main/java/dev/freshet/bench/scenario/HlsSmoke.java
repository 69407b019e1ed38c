package dev.freshet.bench.scenario;

import dev.freshet.bench.hls.HlsCrowd;
import dev.freshet.bench.hls.HlsPlan;
import dev.freshet.bench.hls.HlsSample;
import dev.freshet.bench.hls.HlsStyle;
import dev.freshet.bench.hls.ReleaseLog;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A few viewers at low latency for a moment. Stateless.
final class HlsSmoke {
  private static final int VIEWERS = 10;
  private static final int ROUND_TRIP_MS = 10;
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);
  private static final String WHAT = "Freshet LL-HLS, small, " + VIEWERS + " viewers";

  private HlsSmoke() {}

  static void run(Trials trials, Findings findings) throws InterruptedException {
    TrialPlan plan = new TrialPlan(SubjectKind.FRESHET, Dialect.FLV, StreamShape.SMALL, 0, 1, 0, 0);
    trials.say(WHAT);
    try (Stage stage = trials.open(plan, false)) {
      stage.publish(plan.shape());
      HlsPlan viewers =
          new HlsPlan(
              HlsStyle.LL,
              stage.subject().port(Dialect.FLV),
              Stage.APP,
              Stage.NAME,
              1,
              VIEWERS,
              true,
              true,
              ROUND_TRIP_MS);
      addRows(findings, sample(trials, stage, viewers));
    } catch (IOException | RuntimeException e) {
      findings.add(Rows.of(WHAT, "failures", "", List.of(), Target.atMost(0), Failures.text(e)));
    }
  }

  private static HlsSample sample(Trials trials, Stage stage, HlsPlan plan)
      throws IOException, InterruptedException {
    ReleaseLog log = new ReleaseLog();
    try (HlsCrowd witnesses = HlsCrowd.witnesses(stage.viewerLoop(), plan, log);
        HlsCrowd crowd = HlsCrowd.join(stage.viewerLoop(), plan, log)) {
      if (!witnesses.awaitPlaying(JOIN_TIMEOUT) || !crowd.awaitPlaying(JOIN_TIMEOUT)) {
        throw new IOException("viewers did not begin: " + crowd.endReasons());
      }
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      crowd.beginSample();
      Thread.sleep(trials.effort().seconds() * 1_000L);
      if (!crowd.endReasons().isEmpty()) {
        throw new IOException("viewers closed: " + crowd.endReasons());
      }
      return crowd.sample();
    }
  }

  private static void addRows(Findings findings, HlsSample sample) {
    double refused = sample.refused().values().stream().mapToInt(Integer::intValue).sum();
    add(findings, "failures", "", refused, Target.atMost(0));
    add(findings, "playlists released", "", (double) sample.playlists(), Target.atLeast(1));
    add(findings, "release p50", "ms", sample.releaseMs(50), Target.NONE);
  }

  private static void add(
      Findings findings, String metric, String unit, double value, Target target) {
    findings.add(Rows.of(WHAT, metric, unit, List.of(value), target, ""));
  }
}
