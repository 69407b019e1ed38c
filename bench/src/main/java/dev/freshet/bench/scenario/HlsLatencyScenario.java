package dev.freshet.bench.scenario;

import dev.freshet.bench.measure.Quantiles;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.page.Browser;
import dev.freshet.bench.page.DelaySamples;
import dev.freshet.bench.page.DelayWatch;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.subject.DemoNode;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How old pictures are when hls.js shows them, by the clock in the demo broadcast's picture and by
/// hls.js' own word, and how often it stands still.
final class HlsLatencyScenario implements Scenario {
  /// Standing still matters most where there is least to spare: plain HLS is watched this long.
  private static final int MAX_PLAIN_SECONDS = 120;

  /// A style of HLS.
  ///
  /// @param format what the page's address calls it
  /// @param targetMs that its delay must keep
  private record Style(String what, String format, double targetMs) {}

  private static final List<Style> STYLES =
      List.of(
          new Style("hls.js, low latency, parts of 200 ms", "ll", 1_500),
          new Style("hls.js, segments of 1 s", "fmp4", 4_500));

  @Override
  public String name() {
    return "hls-latency";
  }

  @Override
  public String title() {
    return "how far behind hls.js plays on the watch page, profile showroom";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    for (Style style : STYLES) {
      List<DelaySamples> seen = new ArrayList<>();
      String failure = missing(trials);
      for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
        trials.say(style.what());
        try {
          seen.add(watch(style, trials));
          findings.keep(style.format(), summary(seen.getLast()));
        } catch (IOException | RuntimeException e) {
          failure = Failures.text(e);
        }
      }
      report(style, seen, failure, findings);
    }
    findings.note(
        "The clock in the picture is read anew at each picture, and counts from its painting to its"
            + " showing; hls.js counts from where the playlist ends by now. Chromium draws in"
            + " software on the node's cores. Segments of 1 s are watched for "
            + MAX_PLAIN_SECONDS
            + " s at most.");
  }

  private static String missing(Trials trials) {
    return Browser.program().isEmpty()
        ? "not installed (Debian: apt-get install -y --no-install-recommends chromium)"
        : trials.subjects().missing(SubjectKind.FRESHET).orElse("");
  }

  private static DelaySamples watch(Style style, Trials trials)
      throws IOException, InterruptedException {
    List<Integer> all = trials.pinning().shared().serverCores();
    try (DemoNode node = trials.subjects().startDemo(all);
        DelayWatch watch =
            DelayWatch.open(
                program(),
                node.folder().resolve("chromium"),
                node.page() + "?format=" + style.format(),
                all)) {
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      int seconds = trials.effort().seconds();
      DelaySamples seen =
          watch.look(style.format().equals("ll") ? seconds : Math.min(seconds, MAX_PLAIN_SECONDS));
      if (seen.canvasMs().isEmpty() || seen.playerMs().isEmpty()) {
        throw new IOException("no picture's clock could be read");
      }
      return seen;
    }
  }

  private static Path program() {
    return Browser.program().orElseThrow();
  }

  /// Ten minutes are 15,000 looks: their quantiles are kept.
  private static Object summary(DelaySamples seen) {
    List<Integer> percents = List.of(1, 25, 50, 75, 90, 99, 100);
    return List.of(
        "looks " + seen.canvasMs().size() + ", unreadable " + seen.unreadable(),
        "percents " + percents,
        "canvas ms " + percents.stream().map(p -> quantile(seen.canvasMs(), p)).toList(),
        "hls.js ms " + percents.stream().map(p -> quantile(seen.playerMs(), p)).toList(),
        "stalls while starting " + seen.startStalls() + ", then " + seen.stalls(),
        "stalls " + seen.stallNotes());
  }

  private static long quantile(List<Double> values, int percent) {
    return Math.round(Quantiles.of(values, percent));
  }

  private static void report(
      Style style, List<DelaySamples> seen, String failure, Findings findings) {
    for (int percent : List.of(50, 99)) {
      add(style, findings, "delay by canvas p" + percent, seen, DelaySamples::canvasMs, failure);
      add(style, findings, "latency by hls.js p" + percent, seen, DelaySamples::playerMs, failure);
    }
    List<Double> stalls = seen.stream().map(s -> (double) s.stalls()).toList();
    findings.add(Rows.of(style.what(), "stalls", "", stalls, Target.atMost(0), failure));
    List<Double> before = seen.stream().map(s -> (double) s.startStalls()).toList();
    findings.add(
        Rows.of(style.what(), "stalls while starting", "", before, Target.atMost(0), failure));
  }

  private static void add(
      Style style,
      Findings findings,
      String metric,
      List<DelaySamples> seen,
      Function<DelaySamples, List<Double>> values,
      String failure) {
    int percent = metric.endsWith("99") ? 99 : 50;
    List<Double> quantiles =
        seen.stream().map(s -> Quantiles.of(values.apply(s), percent)).toList();
    Target target = Target.atMost(style.targetMs());
    findings.add(Rows.of(style.what(), metric, "ms", quantiles, target, failure));
  }
}
