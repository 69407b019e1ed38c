package dev.freshet.cluster.pace;

import java.util.random.RandomGenerator;

/// Spreads tasks that became due together over time: each gets a random delay, and no more than a
/// rate begin in a second. Owned by one loop.
public final class Pace {
  private final RandomGenerator random;
  private final long intervalUs;
  private long nextFreeUs = Long.MIN_VALUE;

  /// @param maxPerSecond how many tasks may begin in a second
  public Pace(RandomGenerator random, int maxPerSecond) {
    this.random = random;
    this.intervalUs = 1_000_000L / maxPerSecond;
  }

  /// The delay of one more task.
  ///
  /// @param spreadMs what the random part is below
  public long delayMs(long nowMs, long spreadMs) {
    long nowUs = nowMs * 1_000;
    long startUs = Math.max(nowUs, nextFreeUs);
    nextFreeUs = startUs + intervalUs;
    return (startUs - nowUs) / 1_000 + random.nextLong(spreadMs + 1);
  }
}
