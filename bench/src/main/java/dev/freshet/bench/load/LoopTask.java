package dev.freshet.bench.load;

/// Something that a [LoadLoop] does again and again. Owned by that loop.
public interface LoopTask {
  /// When to run next, as CLOCK_MONOTONIC.
  long dueNs();

  /// Runs, and moves [#dueNs] on.
  void run(long nowNs);
}
