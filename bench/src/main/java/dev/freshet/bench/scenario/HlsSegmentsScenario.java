package dev.freshet.bench.scenario;

import dev.freshet.bench.hls.DownloadCrowd;
import dev.freshet.bench.hls.HlsListing;
import dev.freshet.bench.hls.HlsStyle;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.measure.CpuMeter;
import dev.freshet.bench.measure.CpuUse;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.FileServer;
import dev.freshet.bench.subject.SubjectKind;
import dev.freshet.bench.subject.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How fast listed segments are served, beside nginx serving the same files from memory.
final class HlsSegmentsScenario implements Scenario {
  private static final int CLIENTS = 64;
  private static final int MEDIA_SECONDS = 14;
  private static final double SHARE_OF_PEER = 0.8;
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final List<HlsStyle> STYLES = List.of(HlsStyle.TS, HlsStyle.FMP4);

  private static final String FRESHET = "Freshet";
  private static final String COPYING = "nginx, sendfile off";
  private static final String SENDFILE = "nginx, sendfile on";

  @Override
  public String name() {
    return "hls-segments";
  }

  @Override
  public String title() {
    return "throughput of segments beside nginx with the same files in memory";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    Map<String, List<Measured>> results = new LinkedHashMap<>();
    String failure = missing(trials);
    for (int repeat = 1; repeat <= trials.effort().repeats() && failure.isEmpty(); repeat++) {
      trials.say("repeat " + repeat + " of " + trials.effort().repeats());
      try {
        measure(trials, findings, results);
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
        trials.say("failed: " + e);
      }
    }
    for (HlsStyle style : STYLES) {
      addRows(findings, results, style, failure);
    }
    findings.note(
        CLIENTS
            + " clients on kept connections fetch the listed segments of the big stream (2 s each,"
            + " about 0.4 MB) in turn, plain HTTP/1.1; the kernel throws the bytes away. The"
            + " publisher has fallen silent, so that the list stays. nginx has one worker, a cache of"
            + " open files and `tcp_nopush`, and serves byte for byte what Freshet served, from "
            + MEMORY
            + ".");
    findings.note(
        "MB/s a core is what was fetched divided by the server's processor time (user and kernel):"
            + " it does not depend on whether server or load was the limit.");
  }

  private static String missing(Trials trials) {
    if (!Files.isDirectory(MEMORY)) {
      return "no file system in memory at " + MEMORY;
    }
    return trials
        .subjects()
        .missing(SubjectKind.FRESHET)
        .or(() -> trials.subjects().missingFileServer())
        .orElse("");
  }

  private static void measure(Trials trials, Findings findings, Map<String, List<Measured>> results)
      throws IOException, InterruptedException {
    TrialPlan plan = new TrialPlan(SubjectKind.FRESHET, Dialect.FLV, StreamShape.BIG, 0, 1, 0, 0);
    try (Stage stage = trials.open(plan, false);
        WorkFolder files = WorkFolder.createIn(MEMORY)) {
      int port = stage.subject().port(Dialect.FLV);
      publish(stage, port);
      for (HlsStyle style : STYLES) {
        List<String> paths = keep(port, style, files.path());
        trials.say(style.format() + ": " + paths.size() + " segments");
        List<Measured> round = new ArrayList<>();
        round.add(fetch(trials, FRESHET, style, port, stage.subject().pid(), paths));
        round.add(fetchFromNginx(trials, COPYING, style, files.path(), paths));
        round.add(fetchFromNginx(trials, SENDFILE, style, files.path(), paths));
        for (Measured one : round) {
          findings.keep(one);
          results.computeIfAbsent(one.what(), _ -> new ArrayList<>()).add(one);
        }
      }
    }
  }

  /// Pushes some seconds of media while somebody wants segments of them, and falls silent.
  private static void publish(Stage stage, int port) throws IOException, InterruptedException {
    long frames = Math.round(StreamShape.framesPerSecond() * MEDIA_SECONDS);
    PublisherPlan plan =
        PublisherPlan.one(
            stage.subject().feed(),
            stage.subject().publishPort(),
            Stage.APP,
            Stage.NAME,
            StreamShape.BIG);
    PublisherCrowd publisher = stage.publish(plan.upTo(frames));
    try (HlsListing listing = new HlsListing(port)) {
      List<String> playlists = listing.playlists("/live/" + Stage.NAME, HlsStyle.TS);
      while (publisher.frames() < frames) {
        Thread.sleep(500);
        listing.bytes(playlists.getFirst());
      }
    }
    Thread.sleep(500);
  }

  /// Keeps the listed segments where nginx finds them by the same paths.
  private static List<String> keep(int port, HlsStyle style, Path root)
      throws IOException, InterruptedException {
    try (HlsListing listing = new HlsListing(port)) {
      String playlist = listing.playlists("/live/" + Stage.NAME, style).getFirst();
      List<String> paths = listing.segments(playlist);
      for (String path : paths) {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, listing.bytes(path));
      }
      return paths;
    }
  }

  private static Measured fetchFromNginx(
      Trials trials, String who, HlsStyle style, Path root, List<String> paths)
      throws IOException, InterruptedException {
    List<Integer> cores = trials.pinning().serverCores();
    boolean sendfile = who.equals(SENDFILE);
    try (FileServer nginx = trials.subjects().startFileServer(root, sendfile, cores)) {
      return fetch(trials, who, style, nginx.port(), nginx.pid(), paths);
    }
  }

  private static Measured fetch(
      Trials trials, String who, HlsStyle style, int port, long pid, List<String> paths)
      throws IOException, InterruptedException {
    try (LoadLoop loop = new LoadLoop("load-files", trials.pinning().loadCores());
        DownloadCrowd crowd = DownloadCrowd.open(loop, port, paths, CLIENTS)) {
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      crowd.beginSample();
      CpuMeter meter = CpuMeter.begin(pid, trials.pinning().serverCores(), loop.threadId());
      Thread.sleep(trials.effort().seconds() * 1_000L);
      CpuUse cpu = meter.end();
      DownloadCrowd.Sample sample = crowd.sample();
      if (!sample.failed().isEmpty()) {
        throw new IOException(who + ": " + sample.failed());
      }
      Measured measured = Measured.of(who + ", " + style.format(), sample, cpu);
      trials.say(measured.toString());
      return measured;
    }
  }

  private static void addRows(
      Findings findings, Map<String, List<Measured>> results, HlsStyle style, String failure) {
    Target target = Target.atLeastTimes(SHARE_OF_PEER);
    addRow(findings, results, style, FRESHET, COPYING, target, failure);
    addRow(findings, results, style, FRESHET, SENDFILE, Target.NONE, failure);
    for (String who : List.of(FRESHET, COPYING, SENDFILE)) {
      String what = who + ", " + style.format();
      List<Double> rates =
          results.getOrDefault(what, List.of()).stream().map(Measured::rate).toList();
      findings.add(Rows.of(what, "fetched", "MB/s", rates, Target.NONE, failure));
    }
  }

  private static void addRow(
      Findings findings,
      Map<String, List<Measured>> results,
      HlsStyle style,
      String who,
      String beside,
      Target target,
      String failure) {
    String what = who + ", " + style.format();
    List<Double> mine = ofCore(results, what);
    List<Double> other = ofCore(results, beside + ", " + style.format());
    findings.add(
        mine.isEmpty() || other.isEmpty()
            ? Rows.of(what, "MB/s a core", "MB/s", List.of(), target, failure)
            : Rows.beside(what, "MB/s a core", "MB/s", mine, beside, other, target));
  }

  private static List<Double> ofCore(Map<String, List<Measured>> results, String what) {
    return results.getOrDefault(what, List.of()).stream().map(Measured::rateOfCore).toList();
  }

  /// What one server did.
  ///
  /// @param rate MB a second
  /// @param rateOfCore MB a second of the server's processor time
  /// @param cpuUsOfFile processor time of the server
  record Measured(
      String what,
      double rate,
      double rateOfCore,
      double cpuUsOfFile,
      long files,
      double serverPercent,
      double loadPercent,
      double stealPercent,
      Map<String, Double> threadPercents) {

    static Measured of(String what, DownloadCrowd.Sample sample, CpuUse cpu) {
      return new Measured(
          what,
          sample.bodyBytes() / sample.seconds() / 1e6,
          sample.bodyBytes() / sample.seconds() * cpu.seconds() / cpu.serverUs(),
          cpu.serverUs() / Math.max(1, sample.files()),
          sample.files(),
          cpu.serverPercent(),
          cpu.loadPercent(),
          cpu.stealPercent(),
          cpu.threadPercents());
    }
  }
}
