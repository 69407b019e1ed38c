package dev.freshet.cluster.pace;

import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long each time, and a random part of it. Owned by
/// whoever tries, on one loop.
public final class Backoff {
  private final RandomGenerator random;
  private final long minMs;
  private final long maxMs;
  private long nextMs;

  /// @param minMs the first wait at most; half of it at least
  /// @param maxMs no wait is longer
  public Backoff(RandomGenerator random, long minMs, long maxMs) {
    this.random = random;
    this.minMs = minMs;
    this.maxMs = maxMs;
    this.nextMs = minMs;
  }

  /// The wait before the next try.
  public long nextMs() {
    long waitMs = nextMs / 2 + random.nextLong(nextMs / 2 + 1);
    nextMs = Math.min(maxMs, nextMs * 2);
    return waitMs;
  }

  /// A try succeeded: the next failure begins anew.
  public void reset() {
    nextMs = minMs;
  }
}
