package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.measure.TrialPlan;
import dev.freshet.bench.measure.TrialResult;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.SubjectKind;
import java.util.List;

/// What a viewer costs when two event loops share the viewers.
final class TwoLoopsScenario implements Scenario {
  private static final int VIEWERS = 2_000;
  private static final int LISTEN_EVERY = 50;
  private static final int WINDOW_MS = 100;

  @Override
  public String name() {
    return "two-loops";
  }

  @Override
  public String title() {
    return "what a viewer costs with two event loops instead of one";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    Trials shared = trials.onSharedCores();
    int viewers = trials.effort().scaled(VIEWERS);
    TrialPlan floorOne = plan(SubjectKind.NETTY_FLOOR, Dialect.FLV, 1, viewers);
    TrialPlan floorTwo = plan(SubjectKind.NETTY_FLOOR, Dialect.FLV, 2, viewers);
    TrialPlan rtmpOne = plan(SubjectKind.FRESHET, Dialect.RTMP, 1, viewers);
    TrialPlan rtmpTwo = plan(SubjectKind.FRESHET, Dialect.RTMP, 2, viewers);
    TrialPlan flvOne = plan(SubjectKind.FRESHET, Dialect.FLV, 1, viewers);
    TrialPlan flvTwo = plan(SubjectKind.FRESHET, Dialect.FLV, 2, viewers);
    Comparison comparison =
        Comparison.run(
            shared, findings, List.of(floorOne, floorTwo, rtmpOne, rtmpTwo, flvOne, flvTwo));
    add(findings, comparison, floorTwo, floorOne, Target.NONE);
    add(findings, comparison, rtmpTwo, rtmpOne, Target.atMostTimes(1.1));
    add(findings, comparison, flvTwo, flvOne, Target.atMostTimes(1.1));
    add(findings, comparison, rtmpTwo, floorTwo, Target.NONE);
    add(findings, comparison, flvTwo, floorTwo, Target.NONE);
    findings.note("Server and load share all cores here: " + shared.pinning() + ".");
  }

  private static void add(
      Findings findings,
      Comparison comparison,
      TrialPlan plan,
      TrialPlan reference,
      Target target) {
    String metric = "CPU a viewer, beside " + reference.loops() + " loop(s)";
    findings.add(comparison.row(plan, reference, metric, "us/s", TrialResult::costUs, target));
  }

  private static TrialPlan plan(SubjectKind kind, Dialect dialect, int loops, int viewers) {
    return new TrialPlan(kind, dialect, StreamShape.SMALL, WINDOW_MS, loops, viewers, LISTEN_EVERY);
  }
}
