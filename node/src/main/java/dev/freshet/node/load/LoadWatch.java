package dev.freshet.node.load;

import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.node.LoadLimits;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.MediaMemory;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks every second how loaded the node is, and tells its loops. Has a thread of its own, so that
/// no loop waits for it; the program's `Server` owns it.
///
/// Processor time alone is not load: natural batching spends an idle core on purpose. What counts
/// is what cannot be put off: publishers, newcomers, and viewers at their widest windows.
public final class LoadWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadWatch.class);
  private static final int EVERY_MS = 1_000;

  private final List<? extends Loop> loops;
  private final StreamRegistry registry;
  private final Clock clock;
  private final Supplier<MemoryUse> memoryUse;
  private final Supplier<LoadLimits> limits;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("load").factory());
  private final List<LoopWatch> watches = new ArrayList<>();
  private volatile NodeLoad load = NodeLoad.UNKNOWN;
  private volatile boolean closed;

  /// @param memoryUse asked once, on the watch's own thread
  /// @param limits asked every second
  public LoadWatch(
      List<? extends Loop> loops,
      StreamRegistry registry,
      Clock clock,
      Supplier<MemoryUse> memoryUse,
      Supplier<LoadLimits> limits) {
    this.clock = clock;
    this.loops = loops;
    this.registry = registry;
    this.memoryUse = memoryUse;
    this.limits = limits;
  }

  /// Begins. What it needs is made on its own thread: the start of the node does not wait for it.
  public void start() {
    thread.execute(this::open);
  }

  /// The newest load. Thread-safe.
  public NodeLoad load() {
    return load;
  }

  /// Ends; levels stay as they are.
  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
  }

  private void open() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    MemoryUse memory = memoryUse.get();
    for (Loop loop : loops) {
      LoopProbe probe = new LoopProbe(loop, registry, threads, () -> closed);
      watches.add(new LoopWatch(probe, registry.load(loop.index())));
      probe.start();
    }
    thread.scheduleAtFixedRate(() -> look(memory), EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void look(MemoryUse memory) {
    try {
      judge(memory, limits.get());
    } catch (RuntimeException bug) {
      LOG.error("load watch failed", bug); // and looks again in a second
    }
  }

  private void judge(MemoryUse memory, LoadLimits now) {
    for (LoopWatch watch : watches) {
      watch.look(clock.nanoTime(), now);
    }
    MemorySample used = review(memory, now);
    double memoryShare = used.load();
    double egressShare = egress(now);
    double work = 0;
    double lateness = 0;
    LoadLevel worst = LoadLevel.GREEN;
    for (LoopWatch watch : watches) {
      LoadLevel level = watch.judge(Math.max(memoryShare, egressShare), now);
      work = Math.max(work, watch.work());
      lateness = Math.max(lateness, watch.lateness());
      worst = level.compareTo(worst) > 0 ? level : worst;
    }
    tell(new NodeLoad(work, lateness, memoryShare, egressShare, worst, used));
  }

  private MemorySample review(MemoryUse memory, LoadLimits now) {
    MemorySample used = memory.sample(watches.stream().mapToLong(LoopWatch::unsentBytes).sum());
    long percent = used.maxDirectBytes() / 100;
    int viewers = registry.streams().stream().mapToInt(Stream::viewers).sum();
    MediaMemory media = registry.memory();
    media.reviewLogs(percent * now.logMemoryPercent(), registry.count());
    media.reviewSegments(percent * now.segmentMemoryPercent());
    media.reviewUnsent(used.unsentBytes(), percent * now.unsentMemoryPercent(), viewers);
    return used;
  }

  private double egress(LoadLimits now) {
    double perSecond = watches.stream().mapToDouble(LoopWatch::sentBytesPerSecond).sum();
    return now.maxEgressBytes() == 0 ? 0 : perSecond / now.maxEgressBytes();
  }

  private void tell(NodeLoad now) {
    if (now.level() != load.level()) {
      LOG.atWarn()
          .addKeyValue("level", now.level().label())
          .addKeyValue("load", "%.2f".formatted(now.number()))
          .addKeyValue("work", "%.2f".formatted(now.work()))
          .addKeyValue("lateness", "%.2f".formatted(now.lateness()))
          .addKeyValue("memory", "%.2f".formatted(now.memory()))
          .addKeyValue("egress", "%.2f".formatted(now.egress()))
          .log("load level changed");
    }
    load = now;
  }
}
