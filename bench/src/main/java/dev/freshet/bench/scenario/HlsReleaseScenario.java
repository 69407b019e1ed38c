package dev.freshet.bench.scenario;

import dev.freshet.bench.hls.HlsCrowd;
import dev.freshet.bench.hls.HlsPlan;
import dev.freshet.bench.hls.HlsSample;
import dev.freshet.bench.hls.HlsStyle;
import dev.freshet.bench.hls.ReleaseLog;
import dev.freshet.bench.hls.TickCrowd;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.measure.CpuMeter;
import dev.freshet.bench.measure.CpuUse;
import dev.freshet.bench.measure.JvmProbe;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.Subject;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Blocked playlist requests that one part releases, and what low latency costs a viewer.
final class HlsReleaseScenario implements Scenario {
  private static final int WAITING = 5_000;
  private static final int WHOLE_VIEWERS = 1_000;
  private static final int PART_MS = 500;
  private static final int SHORT_PART_MS = 200; // of the profiles with the least delay
  private static final int MIN_PARTS = 100;
  private static final int PAUSE_MS = 250;
  private static final int ROUND_TRIP_MS = 25;
  private static final int FLOOR_BODY_BYTES = 900; // about a compressed playlist
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);
  private static final int SETTLE_MS = 1_000;

  private static final String FLOOR = "Netty floor";

  @Override
  public String name() {
    return "hls-release";
  }

  @Override
  public String title() {
    return "blocked playlist requests (LL-HLS) that one part releases";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    Results results = new Results();
    String failure = trials.subjects().missing(SubjectKind.FRESHET).orElse("");
    for (int repeat = 1; repeat <= trials.effort().repeats() && failure.isEmpty(); repeat++) {
      trials.say("repeat " + repeat + " of " + trials.effort().repeats());
      try {
        measure(trials, findings, results);
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
        trials.say("failed: " + e);
      }
    }
    addRows(trials, findings, results, failure);
    addNotes(findings);
  }

  private static void measure(Trials trials, Findings findings, Results results)
      throws IOException, InterruptedException {
    int waiting = trials.effort().scaled(WAITING);
    results.floor.add(floor(trials, waiting));
    findings.keep(FLOOR, results.floor.getLast());
    try (Stage stage = open(trials, PART_MS)) {
      ReleaseLog log = new ReleaseLog();
      try (HlsCrowd witnesses = HlsCrowd.witnesses(stage.viewerLoop(), plan(stage, 2), log)) {
        requirePlaying(witnesses);
        results.playlists.add(trial(trials, stage, plan(stage, waiting), log, PART_MS));
        findings.keep("playlists alone", results.playlists.getLast());
        HlsPlan parts = withParts(plan(stage, waiting), false);
        results.parts.add(trial(trials, stage, parts, log, PART_MS));
        findings.keep("playlists and parts", results.parts.getLast());
      }
    }
    try (Stage stage = open(trials, SHORT_PART_MS)) {
      ReleaseLog log = new ReleaseLog();
      try (HlsCrowd witnesses = HlsCrowd.witnesses(stage.viewerLoop(), plan(stage, 2), log)) {
        requirePlaying(witnesses);
        int connections = 2 * trials.effort().scaled(WHOLE_VIEWERS);
        HlsPlan whole = withParts(plan(stage, connections), true);
        results.whole.add(trial(trials, stage, whole, log, SHORT_PART_MS));
        findings.keep("pictures and sound", results.whole.getLast());
      }
    }
  }

  private static Stage open(Trials trials, int partMs) throws IOException, InterruptedException {
    Stage stage = trials.openWithParts(SubjectKind.FRESHET, partMs);
    try {
      stage.publish(StreamShape.SMALL);
    } catch (IOException | InterruptedException | RuntimeException e) {
      stage.close();
      throw e;
    }
    return stage;
  }

  private static HlsPlan plan(Stage stage, int viewers) {
    int port = stage.subject().port(Dialect.FLV);
    return new HlsPlan(
        HlsStyle.LL, port, Stage.APP, Stage.NAME, 1, viewers, false, false, PAUSE_MS);
  }

  private static HlsPlan withParts(HlsPlan plan, boolean sound) {
    return new HlsPlan(
        plan.style(),
        plan.port(),
        plan.app(),
        plan.name(),
        1,
        plan.viewers(),
        sound,
        true,
        ROUND_TRIP_MS);
  }

  private static Measured trial(
      Trials trials, Stage stage, HlsPlan plan, ReleaseLog log, int partMs)
      throws IOException, InterruptedException {
    trials.say(plan.toString());
    try (HlsCrowd crowd = HlsCrowd.join(stage.viewerLoop(), plan, log)) {
      requirePlaying(crowd);
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      return sample(trials, stage, crowd, plan, partMs);
    }
  }

  private static Measured sample(
      Trials trials, Stage stage, HlsCrowd crowd, HlsPlan plan, int partMs)
      throws IOException, InterruptedException {
    long pid = stage.subject().pid();
    try (JvmProbe probe = JvmProbe.attach(pid)) {
      crowd.beginSample();
      long allocated = probe.allocatedBytes();
      CpuMeter meter = CpuMeter.begin(pid, trials.pinning().serverCores(), stage.viewerThread());
      Thread.sleep(sampleMs(trials, partMs));
      CpuUse cpu = meter.end();
      HlsSample sample = crowd.sample();
      Measured measured =
          Measured.of(
              plan, partMs, sample, cpu, probe.allocatedBytes() - allocated, crowd.endReasons());
      trials.say(measured.toString());
      Thread.sleep(SETTLE_MS);
      return measured;
    }
  }

  /// Long enough for a hundred parts and the two at the edges.
  private static long sampleMs(Trials trials, int partMs) {
    long wanted = trials.effort().seconds() * 1_000L;
    boolean counts = trials.effort().divisor() == 1;
    return counts ? Math.max(wanted, (MIN_PARTS + 10L) * partMs) : wanted;
  }

  private static void requirePlaying(HlsCrowd crowd) throws IOException, InterruptedException {
    if (!crowd.awaitPlaying(JOIN_TIMEOUT)) {
      throw new IOException("viewers did not begin: " + crowd.endReasons());
    }
  }

  private static FloorMeasured floor(Trials trials, int clients)
      throws IOException, InterruptedException {
    trials.say("the floor, " + clients + " clients");
    List<Integer> cores = trials.pinning().serverCores();
    try (Subject floor = trials.subjects().startReleaseFloor(PART_MS, FLOOR_BODY_BYTES, cores);
        LoadLoop loop = new LoadLoop("load-floor", trials.pinning().loadCores());
        TickCrowd crowd = TickCrowd.open(loop, floor.port(Dialect.FLV), clients, PAUSE_MS)) {
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      crowd.beginSample();
      CpuMeter meter = CpuMeter.begin(floor.pid(), cores, loop.threadId());
      Thread.sleep(sampleMs(trials, PART_MS));
      CpuUse cpu = meter.end();
      TickCrowd.Sample sample = crowd.sample();
      return new FloorMeasured(
          sample.ms(50), sample.ms(99), cpu.serverUs() / 1e3 / sample.ticks(), cpu.loadPercent());
    }
  }

  private static void addRows(Trials trials, Findings findings, Results results, String failure) {
    int waiting = trials.effort().scaled(WAITING);
    Table playlists =
        new Table(
            findings, "Freshet, %,d playlists".formatted(waiting), results.playlists, failure);
    playlists.beside("release p50", "ms", Measured::releaseP50Ms, results, FloorMeasured::p50Ms);
    playlists.beside("release p99", "ms", Measured::releaseP99Ms, results, FloorMeasured::p99Ms);
    playlists.alone("release of the last one", "ms", Measured::lastMs);
    playlists.beside(
        "CPU a release", "ms", Measured::cpuMsOfPart, results, FloorMeasured::cpuMsOfTick);
    playlists.alone("allocated an answer", "B", Measured::allocatedBytesOfAnswer);
    Table parts =
        new Table(
            findings,
            "Freshet, %,d playlists and parts".formatted(waiting),
            results.parts,
            failure);
    parts.alone("release p50", "ms", Measured::releaseP50Ms);
    parts.alone("release p99", "ms", Measured::releaseP99Ms);
    parts.alone("part p50", "ms", Measured::fileP50Ms);
    parts.alone("part p99", "ms", Measured::fileP99Ms);
    parts.alone("CPU a part and its release", "ms", Measured::cpuMsOfPart);
    Table whole =
        new Table(
            findings,
            "Freshet, %,d viewers, pictures and sound"
                .formatted(trials.effort().scaled(WHOLE_VIEWERS)),
            results.whole,
            failure);
    whole.alone("CPU a viewer", "us/s", measured -> 2 * measured.cpuUsOfConnection());
    whole.alone("viewers a core", "", measured -> 1e6 / (2 * measured.cpuUsOfConnection()));
    whole.alone("release p50", "ms", Measured::releaseP50Ms);
    whole.alone("release p99", "ms", Measured::releaseP99Ms);
  }

  private static void addNotes(Findings findings) {
    findings.note(
        "A release is from just before the publisher's send of the frame that ends the part (the"
            + " later of the next part's first picture and first sound, as the marks in them say) to"
            + " the reading of an answer's last byte, over all answers of at least "
            + MIN_PARTS
            + " parts of "
            + PART_MS
            + " ms ("
            + SHORT_PART_MS
            + " ms for pictures and sound). Reading from the publisher, packaging and making the playlist are in it.");
    findings.note(
        "Each viewer has a kept connection and a session of its own, takes gzip and delta updates,"
            + " and asks for the next part "
            + PAUSE_MS
            + " ms after its answer; with parts it fetches the part "
            + ROUND_TRIP_MS
            + " ms after the playlist and asks for the next playlist "
            + ROUND_TRIP_MS
            + " ms after the part. CPU is all that the server used, with the taking of requests and"
            + " of the stream.");
    findings.note(
        "The floor reads no HTTP and makes no playlist: every "
            + PART_MS
            + " ms it writes the same bytes to all that wait, through Netty; its release begins when"
            + " it begins to write. Pictures and sound: a viewer is two connections, one for each"
            + " rendition, and fetches every part of both.");
  }

  /// What all repeats brought. Owned by its run.
  private static final class Results {
    private final List<FloorMeasured> floor = new ArrayList<>();
    private final List<Measured> playlists = new ArrayList<>();
    private final List<Measured> parts = new ArrayList<>();
    private final List<Measured> whole = new ArrayList<>();
  }

  /// What the floor did.
  record FloorMeasured(double p50Ms, double p99Ms, double cpuMsOfTick, double loadPercent) {}

  /// What one crowd saw, and what it cost.
  record Measured(
      String plan,
      double seconds,
      int parts,
      int answersOfPart,
      long playlists,
      long late,
      long files,
      double releaseP50Ms,
      double releaseP99Ms,
      double lastMs,
      double fileP50Ms,
      double fileP99Ms,
      double cpuMsOfPart,
      double cpuUsOfConnection,
      double allocatedBytesOfAnswer,
      double bodyBytesOfAnswer,
      double serverPercent,
      double loadPercent,
      double stealPercent,
      Map<String, Double> threadPercents,
      Map<String, Integer> refused,
      Map<String, Integer> ended) {

    static Measured of(
        HlsPlan plan,
        int partMs,
        HlsSample sample,
        CpuUse cpu,
        long allocated,
        Map<String, Integer> ended) {
      double answers = Math.max(1, sample.playlists() + sample.files());
      return new Measured(
          plan.toString(),
          sample.seconds(),
          sample.parts(),
          sample.answersOfPart(),
          sample.playlists(),
          sample.late(),
          sample.files(),
          sample.releaseMs(50),
          sample.releaseMs(99),
          sample.lastAnswerMs(),
          sample.filesUs().getValueAtPercentile(50) / 1e3,
          sample.filesUs().getValueAtPercentile(99) / 1e3,
          cpu.serverUs() / 1e3 / (cpu.seconds() * 1e3 / partMs),
          cpu.serverUs() / cpu.seconds() / plan.viewers(),
          allocated / answers,
          sample.bodyBytes() / answers,
          cpu.serverPercent(),
          cpu.loadPercent(),
          cpu.stealPercent(),
          cpu.threadPercents(),
          sample.refused(),
          ended);
    }

    /// What makes a number worth less than it looks.
    String remarks() {
      Map<String, Boolean> all = new LinkedHashMap<>();
      all.put("not everybody answered in time", playlists > 0 && late > playlists / 1_000);
      all.put("refused: " + refused, !refused.isEmpty());
      all.put("closed: " + ended, !ended.isEmpty());
      all.put("the load was at its own limit", loadPercent > 85);
      all.put("processor time was stolen", stealPercent > 2);
      all.values().removeIf(holds -> !holds);
      return String.join("; ", all.keySet());
    }
  }

  /// Writes the rows of one crowd. Lives for one report.
  private record Table(Findings findings, String what, List<Measured> measured, String failure) {
    private void alone(String metric, String unit, ToDoubleFunction<Measured> value) {
      List<Double> values = measured.stream().map(value::applyAsDouble).toList();
      findings.add(Rows.of(what, metric, unit, values, Target.NONE, failure + remarks()));
    }

    private void beside(
        String metric,
        String unit,
        ToDoubleFunction<Measured> value,
        Results results,
        ToDoubleFunction<FloorMeasured> floor) {
      List<Double> values = measured.stream().map(value::applyAsDouble).toList();
      List<Double> floors = results.floor.stream().map(floor::applyAsDouble).toList();
      findings.add(
          values.isEmpty()
              ? Rows.of(what, metric, unit, values, Target.NONE, failure)
              : Rows.beside(what, metric, unit, values, FLOOR, floors, Target.NONE)
                  .withNote(remarks()));
    }

    private String remarks() {
      return measured.stream()
          .map(Measured::remarks)
          .filter(text -> !text.isEmpty())
          .distinct()
          .reduce((a, b) -> a + "; " + b)
          .orElse("");
    }
  }
}
