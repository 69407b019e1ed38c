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

/// The added delay of every frame at every viewer when each send takes what there is.
final class NaturalScenario implements Scenario {
  private final int viewers;
  private final Target p50;
  private final Target p99;

  /// @param p50 what the middle delay must reach
  /// @param p99 what 99 of 100 frames must reach
  NaturalScenario(int viewers, Target p50, Target p99) {
    this.viewers = viewers;
    this.p50 = p50;
    this.p99 = p99;
  }

  @Override
  public String name() {
    return "natural-" + viewers;
  }

  @Override
  public String title() {
    return "added delay over all of " + viewers + " viewers with natural batching";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    int count = trials.effort().scaled(viewers);
    TrialPlan sweep = plan(SubjectKind.SEND_SWEEP, Dialect.FLV, count);
    List<TrialPlan> plans = new ArrayList<>();
    plans.add(sweep);
    plans.add(plan(SubjectKind.NETTY_FLOOR, Dialect.FLV, count));
    for (Dialect dialect : List.of(Dialect.RTMP, Dialect.FLV, Dialect.WS_FLV)) {
      plans.add(plan(SubjectKind.FRESHET, dialect, count));
    }
    plans.add(plan(SubjectKind.NGINX_RTMP, Dialect.RTMP, count));
    Comparison comparison = Comparison.run(trials, findings, plans);
    for (TrialPlan plan : plans) {
      addRows(findings, comparison, plan, sweep);
    }
    findings.note(
        "The delay of a frame is from just before its publisher's send to the reading of its last"
            + " byte; all frames of all viewers count.");
  }

  private void addRows(Findings findings, Comparison comparison, TrialPlan plan, TrialPlan sweep) {
    boolean judged = plan.kind() == SubjectKind.FRESHET;
    findings.add(row(comparison, plan, sweep, "p50", judged ? p50 : Target.NONE));
    findings.add(row(comparison, plan, sweep, "p99", judged ? p99 : Target.NONE));
    if (judged) {
      findings.add(row(comparison, plan, sweep, "worstMean", Target.NONE));
      findings.add(
          comparison.row(plan, sweep, "CPU a viewer", "us/s", TrialResult::costUs, Target.NONE));
    }
  }

  private static dev.freshet.bench.report.Row row(
      Comparison comparison, TrialPlan plan, TrialPlan sweep, String quantile, Target target) {
    String metric =
        quantile.equals("worstMean") ? "mean delay of the worst viewer" : "delay " + quantile;
    return plan.equals(sweep)
        ? comparison.row(plan, metric, "ms", result -> result.delay(quantile), target)
        : comparison.row(plan, sweep, metric, "ms", result -> result.delay(quantile), target);
  }

  private static TrialPlan plan(SubjectKind kind, Dialect dialect, int viewers) {
    return new TrialPlan(kind, dialect, StreamShape.SMALL, 0, 1, viewers, 1);
  }
}
