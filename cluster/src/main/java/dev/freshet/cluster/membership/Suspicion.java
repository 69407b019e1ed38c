package dev.freshet.cluster.membership;

import dev.freshet.cluster.membership.Probe.ProbeAnswer;
import dev.freshet.contract.time.Loop;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The questions to one node whose record vanished, until it is back or removed. Owned by the
/// membership's loop.
final class Suspicion {
  /// Who decides what answers mean.
  interface Judge {
    /// It answers, for the first time or again.
    void answered(Suspicion suspicion);

    /// It did not answer.
    ///
    /// @param fell it had answered, and has now been silent for too long
    void silent(Suspicion suspicion, boolean fell);
  }

  private final NodeRecord node;
  private final Probe probe;
  private final Loop loop;
  private final RandomGenerator random;
  private final MembershipLimits limits;
  private final Judge judge;
  private int failedProbes;
  private boolean answers;
  private boolean ended;
  private Loop.@Nullable Timer timer;

  Suspicion(
      NodeRecord node,
      Probe probe,
      Loop loop,
      RandomGenerator random,
      MembershipLimits limits,
      Judge judge) {
    this.node = node;
    this.probe = probe;
    this.loop = loop;
    this.random = random;
    this.limits = limits;
    this.judge = judge;
  }

  NodeRecord node() {
    return node;
  }

  /// Whether enough questions in a row had no answer.
  boolean isConfirmed() {
    return failedProbes >= limits.failedProbes();
  }

  /// Whether it has answered since its record vanished, and not fallen silent again.
  boolean answers() {
    return answers;
  }

  void ask() {
    if (ended) {
      return;
    }
    long askedMs = loop.clock().monotonicMs();
    probe.ask(node, limits.probeTimeoutMs(), answer -> take(answer, askedMs));
  }

  void end() {
    ended = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void take(ProbeAnswer answer, long askedMs) {
    if (ended) {
      return;
    }
    switch (answer) {
      case ProbeAnswer.Alive _ -> alive();
      case ProbeAnswer.Silent _ when wasAway(askedMs) -> {} // this node was paused, not that one
      case ProbeAnswer.Silent _ -> silent();
    }
    askLater();
  }

  private void alive() {
    failedProbes = 0;
    if (!answers) {
      answers = true;
      judge.answered(this);
    }
  }

  private void silent() {
    failedProbes++;
    boolean fell = answers && isConfirmed();
    answers &= !fell;
    judge.silent(this, fell);
  }

  private boolean wasAway(long askedMs) {
    return loop.clock().monotonicMs() - askedMs > limits.probeTimeoutMs() + limits.lateMs();
  }

  private void askLater() {
    if (!ended) {
      boolean calm = answers || isConfirmed();
      long everyMs = calm ? limits.unlistedProbeEveryMs() : limits.probeEveryMs();
      timer = loop.schedule(everyMs * 4 / 5 + random.nextLong(everyMs * 2 / 5 + 1), this::ask);
    }
  }
}
