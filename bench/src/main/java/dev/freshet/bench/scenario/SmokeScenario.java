package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.TrialResult;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.util.List;

/// Each subject once, with few viewers for a few seconds: shows that the bench works, not how fast
/// anything is.
final class SmokeScenario implements Scenario {
  private static final int VIEWERS = 20;

  @Override
  public String name() {
    return "smoke";
  }

  @Override
  public String title() {
    return "each subject for a moment: shows that the bench works, not how fast anything is";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    List<TrialPlan> plans =
        List.of(
            plan(SubjectKind.SEND_SWEEP, Dialect.FLV, 0),
            plan(SubjectKind.NETTY_FLOOR, Dialect.FLV, 100),
            plan(SubjectKind.NETTY_TLS_FLOOR, Dialect.HTTPS_FLV, 100),
            plan(SubjectKind.NGINX_RTMP, Dialect.RTMP, 0),
            plan(SubjectKind.FRESHET, Dialect.RTMP, 0),
            plan(SubjectKind.FRESHET, Dialect.FLV, 100),
            plan(SubjectKind.FRESHET, Dialect.WS_FLV, 0),
            plan(SubjectKind.FRESHET, Dialect.HTTPS_FLV, 100));
    Comparison comparison = Comparison.run(trials, findings, plans);
    for (TrialPlan plan : plans) {
      findings.add(comparison.row(plan, "frames lost", "", TrialResult::faults, Target.atMost(0)));
      findings.add(
          comparison.row(plan, "delay p50", "ms", result -> result.delay("p50"), Target.NONE));
    }
    HlsSmoke.run(trials, findings);
  }

  private static TrialPlan plan(SubjectKind kind, Dialect dialect, int windowMs) {
    return new TrialPlan(kind, dialect, StreamShape.SMALL, windowMs, 1, VIEWERS, 1);
  }
}
