package dev.freshet.bench.scenario;

import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.subject.Subject;
import dev.freshet.bench.subject.SubjectKind;
import dev.freshet.bench.subject.SubjectSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// From starting the process to its saying that it is ready.
final class StartScenario implements Scenario {
  private static final int STARTS = 6; // the first is not counted

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String title() {
    return "from starting the process to `ready`";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    measure(trials, findings, SubjectKind.FRESHET, Target.atMost(700));
    measure(trials, findings, SubjectKind.NETTY_FLOOR, Target.NONE);
    measure(trials, findings, SubjectKind.NGINX_RTMP, Target.NONE);
    findings.note(
        "On all cores; the first start of each, which reads its files from disk and may"
            + " build caches, is not counted. The Netty floor is what the virtual machine and Netty"
            + " need with nothing around them.");
  }

  private static void measure(Trials trials, Findings findings, SubjectKind kind, Target target)
      throws InterruptedException {
    List<Double> startsMs = new ArrayList<>();
    String failure = trials.subjects().missing(kind).orElse("");
    for (int i = 0; i < STARTS && failure.isEmpty(); i++) {
      try {
        startsMs.add(startMs(trials, kind));
        trials.say("%s started in %.0f ms".formatted(kind.label(), startsMs.getLast()));
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    findings.keep(kind.label() + " start", startsMs);
    List<Double> counted = startsMs.stream().skip(1).toList();
    findings.add(Rows.of(kind.label(), "start", "ms", counted, target, failure));
  }

  private static double startMs(Trials trials, SubjectKind kind)
      throws IOException, InterruptedException {
    List<Integer> all = trials.pinning().shared().serverCores();
    try (Subject subject = trials.subjects().start(kind, new SubjectSettings(0, 1, all, false))) {
      return subject.startMs();
    }
  }
}
