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
import java.util.function.ToDoubleFunction;

/// The delay that the watch page tells of the demo broadcast, beside the one that the clock in its
/// picture proves.
final class DelayScenario implements Scenario {
  private static final String WHAT = "Freshet watch page, demo broadcast";

  @Override
  public String name() {
    return "delay";
  }

  @Override
  public String title() {
    return "the delay that the watch page shows, and the one read from its picture";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    List<DelaySamples> seen = new ArrayList<>();
    String failure = missing(trials);
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      trials.say(WHAT);
      try {
        seen.add(watch(trials));
        findings.keep(seen.getLast());
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    report(seen, failure, findings);
  }

  private static String missing(Trials trials) {
    return Browser.program().isEmpty()
        ? "not installed (Debian: apt-get install -y --no-install-recommends chromium)"
        : trials.subjects().missing(SubjectKind.FRESHET).orElse("");
  }

  private static DelaySamples watch(Trials trials) throws IOException, InterruptedException {
    List<Integer> all = trials.pinning().shared().serverCores();
    try (DemoNode node = trials.subjects().startDemo(all);
        DelayWatch watch =
            DelayWatch.open(program(), node.folder().resolve("chromium"), node.page(), all)) {
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      DelaySamples seen = watch.look(trials.effort().seconds());
      if (seen.shownMs().isEmpty()) {
        throw new IOException("no picture's clock could be read");
      }
      return seen;
    }
  }

  private static Path program() {
    return Browser.program().orElseThrow();
  }

  private static void report(List<DelaySamples> seen, String failure, Findings findings) {
    for (int percent : List.of(50, 99)) {
      String suffix = " p" + percent;
      Target underASecond = percent == 50 ? Target.atMost(1_000) : Target.NONE;
      Target agrees = percent == 50 ? Target.atMost(100) : Target.NONE;
      add(
          findings,
          "delay shown" + suffix,
          seen,
          s -> of(s.shownMs(), percent),
          underASecond,
          failure);
      add(
          findings,
          "delay by canvas" + suffix,
          seen,
          s -> of(s.canvasMs(), percent),
          Target.NONE,
          failure);
      add(
          findings,
          "difference" + suffix,
          seen,
          s -> of(s.differencesMs(), percent),
          agrees,
          failure);
    }
    List<Double> stalls = seen.stream().map(s -> (double) (s.startStalls() + s.stalls())).toList();
    findings.add(Rows.of(WHAT, "stalls", "", stalls, Target.atMost(0), failure));
    findings.note(
        "Chromium draws in software on the same cores. The page shows a mean over the last moments;"
            + " the canvas is read anew at each picture, whose age there is whole frames.");
  }

  private static void add(
      Findings findings,
      String metric,
      List<DelaySamples> seen,
      ToDoubleFunction<DelaySamples> value,
      Target target,
      String failure) {
    List<Double> values = seen.stream().map(value::applyAsDouble).toList();
    findings.add(Rows.of(WHAT, metric, "ms", values, target, failure));
  }

  private static double of(List<Double> values, int percent) {
    return Quantiles.of(values, percent);
  }
}
