package dev.freshet.app.client;

import java.util.random.RandomGenerator;

/// How long to wait before each further attempt to connect: twice as long each time up to a limit,
/// and never exactly, so that a thousand clients of one dead node do not all come at once. Owned by
/// its client.
final class Backoff {
  private static final long FIRST_MS = 500;
  private static final long MAX_MS = 10_000;

  private final RandomGenerator random;
  private long nextMs = FIRST_MS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /// The next wait, in ms: half to all of the step.
  long nextMs() {
    long stepMs = nextMs;
    nextMs = Math.min(MAX_MS, 2 * stepMs);
    return stepMs / 2 + random.nextLong(stepMs / 2 + 1);
  }

  /// The connection works again.
  void reset() {
    nextMs = FIRST_MS;
  }
}
