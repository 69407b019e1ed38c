package dev.freshet.cluster.simulation;

import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import java.util.ArrayDeque;
import java.util.Deque;

/// The loop of one process. It can be paused, as by SIGSTOP: what arrives or falls due waits. It
/// can be killed. Its wall clock may be wrong.
final class NodeLoop implements Loop, Clock {
  private static final long UNIX_MS = 1_800_000_000_000L;

  private final World world;
  private final long wrongMs;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean paused;
  private boolean dead;
  private boolean running;
  private long pausedMs;
  private long pausedSinceMs;

  NodeLoop(World world, long wrongMs) {
    this.world = world;
    this.wrongMs = wrongMs;
  }

  void pause() {
    paused = true;
    pausedSinceMs = world.nowMs();
  }

  void resume() {
    if (paused) {
      paused = false;
      pausedMs += world.nowMs() - pausedSinceMs;
      waiting.forEach(this::post);
      waiting.clear();
    }
  }

  void kill() {
    dead = true;
    waiting.clear();
  }

  boolean isPaused() {
    return paused;
  }

  /// How long it has been running, without its pauses.
  long livedMs() {
    return world.nowMs() - pausedMs;
  }

  @Override
  public boolean inLoop() {
    return running;
  }

  @Override
  public void post(Runnable task) {
    world.after(0, () -> run(task));
  }

  /// Runs `task` now as if this loop did.
  void run(Runnable task) {
    if (dead) {
      return;
    }
    if (paused) {
      waiting.add(task);
      return;
    }
    boolean before = running;
    running = true;
    try {
      task.run();
    } finally {
      running = before;
    }
  }

  @Override
  public void postAfterSockets(Runnable task) {
    post(task);
  }

  @Override
  public Timer schedule(long delayMs, Runnable task) {
    boolean[] cancelled = {false};
    Runnable due =
        () -> {
          if (!cancelled[0]) {
            task.run();
          }
        };
    world.after(delayMs, () -> run(due));
    return () -> cancelled[0] = true;
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public long nanoTime() {
    return world.nowMs() * 1_000_000;
  }

  @Override
  public long unixUs() {
    return (UNIX_MS + world.nowMs() + wrongMs) * 1_000;
  }
}
