package dev.freshet.cluster.membership;

/// The bounds of a membership.
///
/// @param leaseTtlMs how long a node's record outlives its last sign of life
/// @param rejoinSpreadMs a record that was lost is written again after a random part of this, so
///   that a whole cluster does not do it at once
/// @param minRewriteMs least time between two writes of a node's record
/// @param retryMinMs first wait after the store failed
/// @param retryMaxMs longest wait after the store failed
/// @param leaveMs how long a goodbye may take
/// @param probeTimeoutMs how long a suspect may take to answer
/// @param probeEveryMs from one question to the next
/// @param unlistedProbeEveryMs the same for a node that answered, or may not be removed now
/// @param failedProbes so many questions in a row without an answer confirm a suspicion
/// @param lateMs a failure that is told so much later than it was due does not count: this node was
///   paused itself
/// @param freezeWindowMs see `freezeNodes`
/// @param freezePercent see `freezeNodes`
/// @param freezeNodes removals freeze when at least so many, and more than `freezePercent` of all,
///   vanished within `freezeWindowMs`
/// @param maxFreezeMs so long after the freeze began, whoever still does not answer is removed
/// @param maxMembers more nodes are not taken in
public record MembershipLimits(
    long leaseTtlMs,
    long rejoinSpreadMs,
    long minRewriteMs,
    long retryMinMs,
    long retryMaxMs,
    long leaveMs,
    long probeTimeoutMs,
    long probeEveryMs,
    long unlistedProbeEveryMs,
    int failedProbes,
    long lateMs,
    long freezeWindowMs,
    int freezePercent,
    int freezeNodes,
    long maxFreezeMs,
    int maxMembers) {
  public static final MembershipLimits DEFAULT =
      new MembershipLimits(
          6_000, 10_000, 1_000, 250, 10_000, 1_000, 1_000, 1_000, 5_000, 3, 500, 30_000, 15, 3,
          600_000, 10_000);
}
