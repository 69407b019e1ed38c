package dev.freshet.bench.scenario;

import dev.freshet.bench.hls.HlsCrowd;
import dev.freshet.bench.hls.HlsListing;
import dev.freshet.bench.hls.HlsPlan;
import dev.freshet.bench.hls.HlsStyle;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.measure.JvmProbe;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.AdminProbe;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a stream takes of the server's own memory while it is played over HLS, beside the bytes
/// that it must hold.
final class HlsMemoryScenario implements Scenario {
  private static final int STREAMS = 50;
  private static final int LOOKED_AT = 4; // streams whose listed bytes are added up
  private static final double MOST = 1.2;
  private static final int FILL_SECONDS = 30; // until list and what has left it are as long as ever
  private static final int POLL_MS = 500;
  private static final int ROUND_TRIP_MS = 10;
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);
  private static final double MB = 1e6;

  /// Formats that are played together.
  private record Formats(String label, List<HlsStyle> styles) {
    private static final List<Formats> ALL =
        List.of(
            new Formats("ts", List.of(HlsStyle.TS)),
            new Formats("fmp4 and ll", List.of(HlsStyle.FMP4, HlsStyle.LL)),
            new Formats("ts, fmp4 and ll", List.of(HlsStyle.TS, HlsStyle.FMP4, HlsStyle.LL)));

    /// Those whose bytes are their own: fmp4 and ll list the same segments.
    private List<HlsStyle> stored() {
      return styles.stream().filter(style -> style != HlsStyle.LL).toList();
    }
  }

  @Override
  public String name() {
    return "hls-memory";
  }

  @Override
  public String title() {
    return "user memory a stream played over HLS, beside the bytes that are listed and logged";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    int streams = trials.effort().scaled(STREAMS);
    for (Formats formats : Formats.ALL) {
      measure(trials, findings, formats, streams);
    }
    findings.note(
        "Memory is live heap and direct buffers (the virtual machine's own account) of "
            + streams
            + " big streams, each played by a viewer of every rendition of the formats named, less"
            + " that of one; connections and sessions are in it. Beside it the bytes of the segments"
            + " listed in each format (fmp4 and ll list the same ones, which count once) and the"
            + " payload in the log of frames.");
    findings.note(
        "What has left a list must be served for its own and the list's length after (RFC 8216,"
            + " 6.2.2): the second row of each has these bytes beside it as well, in one format, and"
            + " the target, which nobody who serves them can reach without (decision 15).");
  }

  private static void measure(Trials trials, Findings findings, Formats formats, int streams)
      throws InterruptedException {
    List<Measured> results = new ArrayList<>();
    String failure = trials.subjects().missing(SubjectKind.FRESHET).orElse("");
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      trials.say("memory of " + streams + " streams: " + formats.label);
      try {
        results.add(trial(trials, formats, streams));
        findings.keep(results.getLast());
        trials.say(results.getLast().toString());
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
        trials.say("failed: " + e);
      }
    }
    addRows(findings, "Freshet, " + streams + " streams, " + formats.label, results, failure);
  }

  private static Measured trial(Trials trials, Formats formats, int streams)
      throws IOException, InterruptedException {
    TrialPlan plan = new TrialPlan(SubjectKind.FRESHET, Dialect.FLV, StreamShape.BIG, 0, 1, 0, 0);
    try (Stage stage = trials.open(plan, true);
        Audience first = new Audience()) {
      publish(stage, "first", 1);
      first.join(stage, formats, "first", 1);
      Thread.sleep(FILL_SECONDS * 1_000L);
      long before = memory(stage);
      double logBefore = logBytes(stage);
      publish(stage, "stream", streams);
      try (Audience audience = new Audience()) {
        audience.join(stage, formats, "stream", streams);
        Thread.sleep(FILL_SECONDS * 1_000L);
        long after = memory(stage);
        double log = logBytes(stage) - logBefore;
        audience.requireAll();
        return looked(stage, formats, (double) (after - before) / streams, log / streams);
      }
    }
  }

  private static void publish(Stage stage, String name, int streams)
      throws IOException, InterruptedException {
    stage.publish(
        new PublisherPlan(
            stage.subject().feed(),
            stage.subject().publishPort(),
            Stage.APP,
            name,
            StreamShape.BIG,
            streams,
            streams,
            0,
            Long.MAX_VALUE));
  }

  private static long memory(Stage stage) throws IOException {
    try (JvmProbe probe = JvmProbe.attach(stage.subject().pid())) {
      return probe.liveHeapBytes() + probe.directBytes();
    }
  }

  private static double logBytes(Stage stage) throws IOException, InterruptedException {
    try (AdminProbe admin = stage.subject().admin()) {
      return admin.metric("freshet_log_bytes");
    }
  }

  private static Measured looked(Stage stage, Formats formats, double bytes, double logBytes)
      throws IOException, InterruptedException {
    long listed = 0;
    long served = 0;
    try (HlsListing listing = new HlsListing(stage.subject().port(Dialect.FLV))) {
      for (int stream = 0; stream < LOOKED_AT; stream++) {
        for (HlsStyle style : formats.stored()) {
          boolean isFirst = style == formats.stored().getFirst();
          for (String playlist : listing.playlists("/live/stream" + stream, style)) {
            List<String> segments = listing.segments(playlist);
            listed += listing.sizes(segments);
            served += isFirst ? listing.sizesBefore(segments.getFirst()) : 0;
          }
        }
      }
    }
    return new Measured(
        formats.label, bytes, logBytes, (double) listed / LOOKED_AT, (double) served / LOOKED_AT);
  }

  private static void addRows(
      Findings findings, String what, List<Measured> results, String failure) {
    Target target = Target.atMostTimes(MOST);
    List<Double> mine = results.stream().map(one -> one.bytes / MB).toList();
    List<Double> due = results.stream().map(one -> one.due() / MB).toList();
    List<Double> served = results.stream().map(one -> one.dueAndServed() / MB).toList();
    if (mine.isEmpty()) {
      findings.add(Rows.of(what, "memory a stream", "MB", mine, target, failure));
      return;
    }
    findings.add(
        Rows.beside(what, "memory a stream", "MB", mine, "listed and log", due, Target.NONE));
    findings.add(
        Rows.beside(
            what, "memory a stream", "MB", mine, "listed, log and still served", served, target));
  }

  /// One repeat; all of one stream.
  record Measured(
      String formats, double bytes, double logBytes, double listedBytes, double stillServedBytes) {
    private double due() {
      return logBytes + listedBytes;
    }

    private double dueAndServed() {
      return due() + stillServedBytes;
    }
  }

  /// The viewers of some streams. Owned by its trial.
  private static final class Audience implements AutoCloseable {
    private final List<HlsCrowd> crowds = new ArrayList<>();

    private void join(Stage stage, Formats formats, String name, int streams)
        throws IOException, InterruptedException {
      for (HlsStyle style : formats.styles) {
        boolean apart = style != HlsStyle.TS;
        HlsPlan plan =
            new HlsPlan(
                style,
                stage.subject().port(Dialect.FLV),
                Stage.APP,
                name,
                streams,
                apart ? 2 * streams : streams,
                apart,
                true,
                style == HlsStyle.LL ? ROUND_TRIP_MS : POLL_MS);
        crowds.add(HlsCrowd.join(stage.viewerLoop(), plan));
      }
      for (HlsCrowd crowd : crowds) {
        if (!crowd.awaitPlaying(JOIN_TIMEOUT)) {
          throw new IOException("viewers did not begin: " + crowd.endReasons());
        }
      }
    }

    private void requireAll() throws IOException {
      for (HlsCrowd crowd : crowds) {
        if (!crowd.endReasons().isEmpty()) {
          throw new IOException("viewers closed: " + crowd.endReasons());
        }
      }
    }

    @Override
    public void close() {
      crowds.forEach(HlsCrowd::close);
    }
  }
}
