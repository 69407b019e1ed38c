package dev.freshet.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.LoadSample;
import dev.freshet.bench.load.Pace;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.load.ViewerPlan;
import dev.freshet.bench.measure.Growth;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.report.Spread;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.AdminProbe;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// An evening of a busy node: hundreds of streams, viewers who come and go, some slow, some stuck.
final class SoakScenario implements Scenario {
  private static final int STREAMS = 300;
  private static final int VIEWERS = 7_650; // 90 % of what a core must serve
  private static final double SLOW = 0.05;
  private static final double STUCK = 0.01;
  private static final int LISTEN_EVERY = 50;
  private static final int MEAN_STAY_MS = 300_000;
  private static final double FULL_RATE = 0.9;
  private static final int SAMPLES = 20;
  private static final Duration SETTLE = Duration.ofMinutes(3);

  private final int minutes;

  /// What was seen during one of the samples.
  private record Minute(
      double fullRateShare,
      double p99Ms,
      double bytes,
      long viewers,
      long wrongAccounts,
      Map<String, Integer> healthyEnded) {}

  /// @param minutes of load
  SoakScenario(int minutes) {
    this.minutes = minutes;
  }

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String title() {
    return "an evening of a busy node (" + minutes + " min)";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    String what = "Freshet RTMP, small, " + STREAMS + " streams";
    String failure = trials.subjects().missing(SubjectKind.FRESHET).orElse("");
    if (failure.isEmpty()) {
      failure = soak(trials, findings, what);
    }
    if (!failure.isEmpty()) {
      findings.add(Row.missing(what, "soak", "", Target.NONE, failure));
    }
    findings.note(
        VIEWERS
            + " viewers of one core, each staying "
            + MEAN_STAY_MS / 1_000
            + " s on average. Of a hundred, five read seven tenths of what is sent to them, and one"
            + " nothing: the node skips and closes those, and others come. An account adds up if"
            + " what a viewer was offered is what it was sent, missed and has yet to get, to the byte."
            + " `--minutes 30` is the full soak, `--minutes 480` that of a night.");
  }

  private String soak(Trials trials, Findings findings, String what) throws InterruptedException {
    int streams = Math.max(2, trials.effort().scaled(STREAMS));
    try (Stage stage = trials.open(plan(), true)) {
      stage.publish(
          new PublisherPlan(
              stage.subject().feed(),
              stage.subject().publishPort(),
              Stage.APP,
              Stage.NAME,
              StreamShape.SMALL,
              streams,
              Math.min(50, streams),
              40,
              Long.MAX_VALUE));
      ViewerCrowd healthy = join(trials, stage, streams, 1 - SLOW - STUCK, Pace.EAGER);
      join(trials, stage, streams, SLOW, Pace.SLOW);
      join(trials, stage, streams, STUCK, Pace.STUCK);
      if (!healthy.awaitSettled(SETTLE)) {
        return "viewers did not settle: " + healthy.endReasons();
      }
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      measure(trials, findings, stage, healthy, what);
      return "";
    } catch (IOException | RuntimeException e) {
      return Failures.text(e);
    }
  }

  private static ViewerCrowd join(
      Trials trials, Stage stage, int streams, double share, Pace pace) {
    int viewers = Math.max(1, (int) (trials.effort().scaled(VIEWERS) * share));
    int churnMs = pace == Pace.EAGER ? Math.max(1, MEAN_STAY_MS / viewers) : 0;
    int listenEvery = pace == Pace.EAGER ? LISTEN_EVERY : 0;
    ViewerPlan plan =
        ViewerPlan.crowd(
            Dialect.RTMP,
            stage.subject().port(Dialect.RTMP),
            Stage.APP,
            Stage.NAME,
            viewers,
            listenEvery);
    return stage.open(plan.audience(streams, pace, churnMs));
  }

  private void measure(
      Trials trials, Findings findings, Stage stage, ViewerCrowd healthy, String what)
      throws IOException, InterruptedException {
    double fromSeconds =
        (System.nanoTime() - stage.openedNs()) / 1e9 + stage.subject().startMs() / 1e3;
    Growth growth = new Growth();
    List<Minute> all = new ArrayList<>();
    long eachMs = minutes * 60_000L / trials.effort().divisor() / SAMPLES;
    for (int i = 0; i < SAMPLES; i++) {
      long beganNs = System.nanoTime();
      Minute minute = look(trials, stage, healthy, growth);
      all.add(minute);
      trials.say("%d of %d: %s".formatted(i + 1, SAMPLES, minute));
      Thread.sleep(Math.max(0, eachMs - (System.nanoTime() - beganNs) / 1_000_000));
    }
    findings.keep(what, all);
    addRows(findings, what, all);
    MemoryRows.addGrowth(findings, what, growth);
    MemoryRows.addPauses(findings, what, stage.subject().collectorLog().orElseThrow(), fromSeconds);
    long leaks = stage.subject().lines().stream().filter(line -> line.contains("LEAK:")).count();
    findings.add(Row.alone(what, "leak reports", "", Spread.of((double) leaks), Target.atMost(0)));
  }

  private static Minute look(Trials trials, Stage stage, ViewerCrowd healthy, Growth growth)
      throws IOException, InterruptedException {
    healthy.beginSample();
    Thread.sleep(trials.effort().seconds() * 1_000L);
    healthy.endSample();
    Thread.sleep(1_000); // frames on their way count too
    LoadSample sample = healthy.sample();
    long[] accounts = accounts(stage);
    return new Minute(
        sample.shareAtRate(StreamShape.SMALL.bodyBytesPerSecond(), FULL_RATE),
        sample.delayMs(99),
        growth.sample(stage.subject().pid()),
        accounts[0],
        accounts[1],
        healthy.endReasons());
  }

  /// How many viewers the node has, and how many accounts do not add up.
  private static long[] accounts(Stage stage) throws IOException, InterruptedException {
    long viewers = 0;
    long wrong = 0;
    try (AdminProbe admin = stage.subject().admin()) {
      for (JsonNode stream : admin.get("/streams?limit=1000").path("items")) {
        for (JsonNode viewer :
            admin.get("/streams/" + stream.path("stream").asText()).path("viewerList")) {
          viewers++;
          wrong += addsUp(viewer) ? 0 : 1;
        }
      }
    }
    return new long[] {viewers, wrong};
  }

  private static boolean addsUp(JsonNode viewer) {
    long ofStream = viewer.path("sentBytes").asLong() - viewer.path("headerBytes").asLong();
    return viewer.path("offeredBytes").asLong()
        == ofStream + viewer.path("skippedBytes").asLong() + viewer.path("pendingBytes").asLong();
  }

  private static void addRows(Findings findings, String what, List<Minute> all) {
    findings.add(
        row(what, "healthy viewers at full rate", "of 1", all, Minute::fullRateShare, 0.99));
    findings.add(
        Row.alone(
            what,
            "delay p99 of healthy viewers",
            "ms",
            Spread.of(all.stream().map(Minute::p99Ms).toList()),
            Target.NONE));
    long closed = all.getLast().healthyEnded().values().stream().mapToInt(Integer::intValue).sum();
    findings.add(
        Row.alone(
            what, "healthy viewers closed", "", Spread.of((double) closed), Target.atMost(0)));
    long wrong = all.stream().mapToLong(Minute::wrongAccounts).sum();
    long seen = all.stream().mapToLong(Minute::viewers).sum();
    findings.add(
        Row.alone(
                what,
                "accounts that do not add up",
                "",
                Spread.of((double) wrong),
                Target.atMost(0))
            .withNote(seen + " accounts seen"));
  }

  private static Row row(
      String what,
      String metric,
      String unit,
      List<Minute> all,
      ToDoubleFunction<Minute> value,
      double least) {
    Spread spread = Spread.of(all.stream().map(value::applyAsDouble).toList());
    return Row.alone(what, metric, unit, spread, Target.atLeast(least));
  }

  private static TrialPlan plan() {
    return new TrialPlan(SubjectKind.FRESHET, Dialect.RTMP, StreamShape.SMALL, 0, 1, 0, 0);
  }
}
