package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.TrialResult;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.util.ArrayList;
import java.util.List;

/// How many viewers of HTTPS-FLV a core carries, beside the same bytes through bare Netty and
/// BoringSSL.
final class HttpsScenario implements Scenario {
  private static final int VIEWERS = 1_000;
  private static final int LISTEN_EVERY = 50;
  private static final int WINDOW_MS = 350;

  @Override
  public String name() {
    return "https";
  }

  @Override
  public String title() {
    return "viewers of HTTPS-FLV a core at a window of " + WINDOW_MS + " ms";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    int viewers = trials.effort().scaled(VIEWERS);
    List<TrialPlan> plans = new ArrayList<>();
    for (StreamShape shape : List.of(StreamShape.SMALL, StreamShape.BIG)) {
      plans.add(plan(SubjectKind.NETTY_TLS_FLOOR, shape, viewers));
      plans.add(plan(SubjectKind.FRESHET, shape, viewers));
    }
    Comparison comparison = Comparison.run(trials, findings, plans);
    for (int i = 0; i < plans.size(); i += 2) {
      findings.add(
          comparison.row(
              plans.get(i + 1),
              plans.get(i),
              "viewers a core",
              "",
              HttpsScenario::viewersPerCore,
              Target.atLeastTimes(0.8)));
    }
  }

  private static double viewersPerCore(TrialResult result) {
    return 1e6 / result.costUs();
  }

  private static TrialPlan plan(SubjectKind kind, StreamShape shape, int viewers) {
    return new TrialPlan(kind, Dialect.HTTPS_FLV, shape, WINDOW_MS, 1, viewers, LISTEN_EVERY);
  }
}
