package dev.freshet.testkit;

import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Several event loops on one thread. Each runs its tasks in the order they were posted; which loop
/// runs next is drawn from a seed, so that a failing interleaving can be repeated. A loop can be
/// paused, as one that is stuck.
public final class SimulatedLoops {
  private final ManualClock clock = new ManualClock();
  private final List<SimulatedLoop> loops = new ArrayList<>();
  private final Random random;
  private @Nullable SimulatedLoop running;
  private long timerSequence;

  public SimulatedLoops(int loopCount, long seed) {
    random = new Random(seed);
    for (int i = 0; i < loopCount; i++) {
      loops.add(new SimulatedLoop(i));
    }
  }

  /// The time of all loops.
  public ManualClock clock() {
    return clock;
  }

  /// Loop `index`.
  public Loop loop(int index) {
    return loops.get(index);
  }

  /// How many loops there are.
  public int size() {
    return loops.size();
  }

  /// Loop `index` runs nothing until it is resumed.
  public void pause(int index) {
    loops.get(index).paused = true;
  }

  /// Loop `index` goes on.
  public void resume(int index) {
    loops.get(index).paused = false;
  }

  /// Runs one task of a loop drawn by the seed.
  ///
  /// @return false if no loop has a task
  public boolean step() {
    List<SimulatedLoop> busy =
        loops.stream().filter(loop -> !loop.paused && !loop.tasks.isEmpty()).toList();
    if (busy.isEmpty()) {
      return false;
    }
    SimulatedLoop chosen = busy.get(random.nextInt(busy.size()));
    chosen.runOne(chosen.tasks.removeFirst());
    return true;
  }

  /// Runs tasks until none is left that is due now.
  public void runUntilIdle() {
    for (int steps = 0; step(); steps++) {
      if (steps > 10_000_000) {
        throw new AssertionError("the loops do not become idle");
      }
    }
  }

  /// Lets `ms` pass, running every timer that falls due and every task.
  public void advanceMs(long ms) {
    runUntilIdle();
    for (long i = 0; i < ms; i++) {
      clock.advanceMs(1);
      for (SimulatedLoop loop : loops) {
        loop.fireTimers();
      }
      runUntilIdle();
    }
  }

  /// Lets `ms` pass while every loop is too busy to notice: timers fall due, nothing runs.
  public void stallMs(long ms) {
    clock.advanceMs(ms);
    for (SimulatedLoop loop : loops) {
      loop.fireTimers();
    }
  }

  /// Runs `task` at once as if loop `index` did.
  public void runOn(int index, Runnable task) {
    loops.get(index).runOne(task);
  }

  private final class SimulatedLoop implements Loop {
    private final int index;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>();

    private boolean paused;

    SimulatedLoop(int index) {
      this.index = index;
    }

    @Override
    public boolean inLoop() {
      return running == this;
    }

    @Override
    public void post(Runnable task) {
      tasks.addLast(task);
    }

    @Override
    public void postAfterSockets(Runnable task) {
      post(task); // there are no sockets
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
      Due due = new Due(clock.monotonicMs() + delayMs, timerSequence++, task);
      timers.add(due);
      return () -> due.cancelled = true;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    void runOne(Runnable task) {
      SimulatedLoop before = running;
      running = this;
      try {
        task.run();
      } finally {
        running = before;
      }
    }

    void fireTimers() {
      for (Due due = timers.peek();
          due != null && due.atMs <= clock.monotonicMs();
          due = timers.peek()) {
        timers.remove();
        tasks.addLast(due);
      }
    }
  }

  private static final class Due implements Comparable<Due>, Runnable {
    private final long atMs;
    private final long sequence;
    private final Runnable task;
    private boolean cancelled;

    Due(long atMs, long sequence, Runnable task) {
      this.atMs = atMs;
      this.sequence = sequence;
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) { // it may have waited behind the task that cancels it
        task.run();
      }
    }

    @Override
    public int compareTo(Due other) {
      return atMs != other.atMs
          ? Long.compare(atMs, other.atMs)
          : Long.compare(sequence, other.sequence);
    }
  }
}
