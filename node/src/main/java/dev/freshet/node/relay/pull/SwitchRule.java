package dev.freshet.node.relay.pull;

import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.StandbyRule;

/// When a way is left. Keeps nothing: no owner.
///
/// A publisher that pauses changes nothing: then the second way announces nothing either, and the
/// first still answers when it is asked.
final class SwitchRule {
  /// How many times as late as a stuck way one may be that still moves.
  private static final int SLOW = 5;

  /// Between two switches because of a way that is merely slow.
  static final long CALM_MS = 10_000;

  /// What to do.
  enum Verdict {
    KEEP,
    /// It is silent: ask it whether it is there.
    ASK,
    /// The frames that another way has announced do not come by it.
    LATE,
    /// It does not answer.
    SILENT
  }

  private final StandbyRule rule;
  private final int silenceMs;

  SwitchRule(ClusterLimits limits) {
    this.rule = limits.standby();
    this.silenceMs = limits.silenceMs();
  }

  /// Between two looks.
  long lookEveryMs() {
    return Math.max(10, Math.min(rule.lateMs(), rule.suspectMs()) / 6);
  }

  /// Judges a way.
  ///
  /// @param silentMs for how long nothing at all came by it
  /// @param pursuit of the other way
  /// @param hasOther whether there is somewhere else to go
  /// @param calmMs since the last switch
  Verdict judge(long silentMs, Pursuit pursuit, boolean hasOther, long calmMs) {
    int mostMs = hasOther ? Math.min(rule.suspectMs(), silenceMs) : silenceMs;
    if (silentMs >= mostMs) {
      return Verdict.SILENT;
    }
    boolean stuck = pursuit.stuckMs() >= rule.lateMs();
    boolean slow = pursuit.lateMs() >= (long) SLOW * rule.lateMs() && calmMs >= CALM_MS;
    if (stuck || slow) {
      return Verdict.LATE;
    }
    return silentMs >= rule.suspectMs() / 3 ? Verdict.ASK : Verdict.KEEP;
  }
}
