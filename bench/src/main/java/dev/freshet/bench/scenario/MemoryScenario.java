package dev.freshet.bench.scenario;

import dev.freshet.bench.linux.ProcessStat;
import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.measure.JvmProbe;
import dev.freshet.bench.measure.Stage;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a viewer takes of the server's own memory: heap after a collection, and buffers outside it.
final class MemoryScenario implements Scenario {
  private static final int VIEWERS = 2_000;
  private static final Target KIB = Target.atMost(10);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "user memory a viewer, the stream's own cache excluded";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    int viewers = trials.effort().scaled(VIEWERS);
    measure(trials, findings, SubjectKind.NETTY_FLOOR, Dialect.FLV, viewers, Target.NONE);
    for (Dialect dialect : List.of(Dialect.RTMP, Dialect.FLV, Dialect.WS_FLV)) {
      measure(trials, findings, SubjectKind.FRESHET, dialect, viewers, KIB);
    }
    measure(trials, findings, SubjectKind.FRESHET, Dialect.HTTPS_FLV, viewers, Target.NONE);
    measure(trials, findings, SubjectKind.NGINX_RTMP, Dialect.RTMP, viewers, Target.NONE);
    findings.note(
        "The difference between "
            + viewers
            + " viewers and one, divided by the viewers. Java: live"
            + " heap and direct buffers (the virtual machine's own account); nginx: anonymous"
            + " resident memory. The kernel's socket buffers are not in it.");
  }

  private static void measure(
      Trials trials,
      Findings findings,
      SubjectKind kind,
      Dialect dialect,
      int viewers,
      Target target)
      throws InterruptedException {
    TrialPlan plan = new TrialPlan(kind, dialect, StreamShape.SMALL, 350, 1, viewers, 0);
    List<Double> kibs = new ArrayList<>();
    String failure = trials.subjects().missing(kind).orElse("");
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      trials.say("memory of " + plan);
      try {
        kibs.add(perViewer(trials, findings, plan) / 1_024);
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    String what = plan.subjectLabel() + ", " + viewers + " viewers";
    findings.add(Rows.of(what, "memory a viewer", "KiB", kibs, target, failure));
  }

  private static double perViewer(Trials trials, Findings findings, TrialPlan plan)
      throws IOException, InterruptedException {
    try (Stage stage = trials.open(plan, true)) {
      stage.publish(plan.shape());
      stage.join(plan.dialect(), 1, 0);
      settle(trials);
      Map<String, Long> before = memory(stage);
      stage.join(plan.dialect(), plan.viewers(), 0);
      settle(trials);
      Map<String, Long> after = memory(stage);
      findings.keep("memory of " + plan, Map.of("before", before, "after", after));
      return (double) (sum(after) - sum(before)) / plan.viewers();
    }
  }

  private static void settle(Trials trials) throws InterruptedException {
    Thread.sleep(Math.max(3, trials.effort().warmUpSeconds()) * 1_000L);
  }

  private static long sum(Map<String, Long> memory) {
    return memory.getOrDefault("heap", 0L)
        + memory.getOrDefault("direct", 0L)
        + (memory.containsKey("heap") ? 0 : memory.getOrDefault("anonymous", 0L));
  }

  private static Map<String, Long> memory(Stage stage) throws IOException {
    long pid = stage.subject().pid();
    long anonymous = ProcessStat.anonymousBytes(pid);
    if (stage.subject().collectorLog().isEmpty()) {
      return Map.of("anonymous", anonymous);
    }
    try (JvmProbe probe = JvmProbe.attach(pid)) {
      return Map.of(
          "heap", probe.liveHeapBytes(),
          "direct", probe.directBytes(),
          "anonymous", anonymous);
    }
  }
}
