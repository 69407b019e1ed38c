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

/// The ways from shared bytes to a viewer's socket beside each other: what a decision rests on.
final class SendPathScenario implements Scenario {
  private static final List<SubjectKind> WAYS =
      List.of(
          SubjectKind.NETTY_FLOOR,
          SubjectKind.NETTY_UNSAFE_FLOOR,
          SubjectKind.NETTY_WRITE_FLOOR,
          SubjectKind.NETTY_SEND_FLOOR,
          SubjectKind.SEND_SWEEP);

  @Override
  public String name() {
    return "send-paths";
  }

  @Override
  public String title() {
    return "ways from shared bytes to a socket";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    List<TrialPlan> plans = new ArrayList<>();
    for (int windowMs : List.of(0, 100)) {
      for (SubjectKind way : WAYS) {
        plans.add(plan(way, windowMs, trials.effort().scaled(windowMs == 0 ? 500 : 2_000)));
      }
    }
    Comparison comparison = Comparison.run(trials, findings, plans);
    for (TrialPlan plan : plans) {
      TrialPlan pipeline = plan(SubjectKind.NETTY_FLOOR, plan.windowMs(), plan.viewers());
      findings.add(
          plan.equals(pipeline)
              ? comparison.row(plan, "CPU a viewer", "us/s", TrialResult::costUs, Target.NONE)
              : comparison.row(
                  plan, pipeline, "CPU a viewer", "us/s", TrialResult::costUs, Target.NONE));
    }
    findings.note(
        "500 viewers get every frame at once, 2,000 every 100 ms. The floor's own way is"
            + " `writeAndFlush`; `unsafe()` is Netty's queue without the handlers; `write(2)` and"
            + " `send(2)` are system calls on the descriptor, by Netty's own native methods; the send sweep is `send`"
            + " by the foreign function API, without Netty.");
  }

  private static TrialPlan plan(SubjectKind kind, int windowMs, int viewers) {
    return new TrialPlan(kind, Dialect.FLV, StreamShape.SMALL, windowMs, 1, viewers, 50);
  }
}
