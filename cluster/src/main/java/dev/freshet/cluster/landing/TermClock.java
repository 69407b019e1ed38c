package dev.freshet.cluster.landing;

import dev.freshet.contract.time.Clock;

/// Makes the terms of new epochs: times that never fall. Owned by the landing's loop.
///
/// A node whose clock is ahead draws the others with it: whoever saw its terms counts on from them
/// as time goes by, so that segment numbers made of terms do not fall when the next origin's clock
/// is right.
class TermClock {
  private final Clock clock;
  private final long maxLeadMs;
  private long leadMs;
  private long lastTerm;

  /// @param clock its wall-clock time corrected by what the node knows of its own error
  TermClock(Clock clock, long maxLeadMs) {
    this.clock = clock;
    this.maxLeadMs = maxLeadMs;
  }

  /// Some node made this term.
  void observe(long term) {
    long lead = term - clock.unixMs();
    if (lead > leadMs && lead <= maxLeadMs) {
      leadMs = lead;
    }
  }

  /// A term above `highestSeen` and above all made here.
  long next(long highestSeen) {
    long now = clock.unixMs() + leadMs;
    lastTerm = Math.max(now, Math.max(highestSeen, lastTerm) + 1);
    return lastTerm;
  }
}
