package dev.freshet.node.load;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Demand;
import dev.freshet.hub.LoopLoad;
import dev.freshet.hub.StreamRegistry;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Looks at one loop from within: how late it is, what it did, and what its viewers ask for. Owned
/// by that loop; its samples are read by the load watch.
final class LoopProbe {
  private static final int LATENESS_EVERY_MS = 50;
  private static final int LATENESSES = 20;

  /// What was seen in one second.
  ///
  /// @param atNs when, monotonic
  /// @param cpuNs of the loop's thread, since its start
  /// @param sweepNs spent on serving viewers, since the start
  /// @param sends since the start
  /// @param sentBytes since the start
  /// @param demand of its viewers since the sample before
  /// @param lateNs how late its timers ran: the middle one of the second
  record Sample(
      long atNs,
      long cpuNs,
      long sweepNs,
      long sends,
      long sentBytes,
      Demand demand,
      long lateNs) {}

  private final Loop loop;
  private final StreamRegistry registry;
  private final ThreadMXBean threads;
  private final BooleanSupplier closed;
  private final Runnable look = this::look;
  private final long[] latenessNs = new long[LATENESSES];
  private int looks;
  private long dueNs;
  private volatile long lookedNs;
  private volatile Sample newest;

  /// @param closed whether to stop looking
  LoopProbe(Loop loop, StreamRegistry registry, ThreadMXBean threads, BooleanSupplier closed) {
    this.closed = closed;
    this.loop = loop;
    this.registry = registry;
    this.threads = threads;
    lookedNs = loop.clock().nanoTime();
    newest = new Sample(lookedNs, 0, 0, 0, 0, new Demand(), 0);
  }

  /// Begins to look. Thread-safe.
  void start() {
    loop.post(this::await);
  }

  /// The newest sample. Thread-safe.
  Sample newest() {
    return newest;
  }

  /// When the loop gave its last sign, monotonic. Thread-safe.
  long lookedNs() {
    return lookedNs;
  }

  private void await() {
    if (!closed.getAsBoolean()) {
      dueNs = loop.clock().nanoTime() + LATENESS_EVERY_MS * 1_000_000L;
      loop.schedule(LATENESS_EVERY_MS, look);
    }
  }

  private void look() {
    long nowNs = loop.clock().nanoTime();
    lookedNs = nowNs;
    latenessNs[looks] = Math.max(0, nowNs - dueNs);
    looks = (looks + 1) % LATENESSES;
    if (looks == 0) {
      newest = sample(nowNs);
    }
    await();
  }

  private Sample sample(long nowNs) {
    long[] sorted = latenessNs.clone();
    Arrays.sort(sorted);
    LoopLoad load = registry.load(loop.index());
    return new Sample(
        nowNs,
        threads.getCurrentThreadCpuTime(),
        load.sweepNs(),
        load.sends(),
        load.sentBytes(),
        registry.demand(loop),
        sorted[LATENESSES / 2]);
  }
}
