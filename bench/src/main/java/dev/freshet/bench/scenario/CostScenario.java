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

/// What one more viewer costs when sends are merged over a window.
final class CostScenario implements Scenario {
  private static final int VIEWERS = 2_000;
  private static final int MANY_VIEWERS = 10_000;
  private static final int LISTEN_EVERY = 50;
  private static final Target COST = Target.atMostTimes(1.3);

  private final int windowMs;
  private final boolean withMany;

  /// @param withMany whether to show that the cost stays the same for many more viewers
  CostScenario(int windowMs, boolean withMany) {
    this.windowMs = windowMs;
    this.withMany = withMany;
  }

  @Override
  public String name() {
    return "cost-" + windowMs;
  }

  @Override
  public String title() {
    return "what a viewer costs at a window of " + windowMs + " ms";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    int viewers = trials.effort().scaled(VIEWERS);
    int many = trials.effort().scaled(MANY_VIEWERS);
    List<TrialPlan> plans = new ArrayList<>();
    for (StreamShape shape : List.of(StreamShape.SMALL, StreamShape.BIG)) {
      plans.add(floor(shape, viewers));
      plans.addAll(served(shape, viewers));
    }
    TrialPlan peer =
        new TrialPlan(
            SubjectKind.NGINX_RTMP, Dialect.RTMP, StreamShape.SMALL, 0, 1, viewers, LISTEN_EVERY);
    plans.add(peer);
    if (withMany) {
      plans.add(floor(StreamShape.SMALL, many));
      plans.addAll(served(StreamShape.SMALL, many));
    }
    Comparison comparison = Comparison.run(trials, findings, plans);
    for (TrialPlan plan : plans) {
      addRows(findings, comparison, plan, many);
    }
    findings.note(
        "nginx-rtmp has no window: it sends each frame at once, and Nagle's algorithm"
            + " moves part of its work to the load's core.");
  }

  private void addRows(Findings findings, Comparison comparison, TrialPlan plan, int many) {
    if (plan.kind() != SubjectKind.FRESHET) {
      findings.add(comparison.row(plan, "CPU a viewer", "us/s", TrialResult::costUs, Target.NONE));
      return;
    }
    TrialPlan floor = floor(plan.shape(), plan.viewers());
    findings.add(comparison.row(plan, floor, "CPU a viewer", "us/s", TrialResult::costUs, COST));
    if (withMany && plan.viewers() == many) {
      findings.add(
          comparison.row(
              plan,
              "CPU of the server",
              "% of a core",
              TrialResult::serverPercent,
              Target.atMost(50)));
    }
  }

  private TrialPlan floor(StreamShape shape, int viewers) {
    return new TrialPlan(
        SubjectKind.NETTY_FLOOR, Dialect.FLV, shape, windowMs, 1, viewers, LISTEN_EVERY);
  }

  private List<TrialPlan> served(StreamShape shape, int viewers) {
    List<TrialPlan> plans = new ArrayList<>();
    for (Dialect dialect : List.of(Dialect.RTMP, Dialect.FLV, Dialect.WS_FLV)) {
      plans.add(
          new TrialPlan(SubjectKind.FRESHET, dialect, shape, windowMs, 1, viewers, LISTEN_EVERY));
    }
    return plans;
  }
}
