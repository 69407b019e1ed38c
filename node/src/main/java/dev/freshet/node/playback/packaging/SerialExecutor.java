package dev.freshet.node.playback.packaging;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks one after the other on threads of a pool that many share. Thread-safe.
final class SerialExecutor implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  /// Tasks after which others of the pool have their turn.
  private static final int SLICE = 16;

  private final Executor pool;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor pool) {
    this.pool = pool;
  }

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
    if (!running) {
      running = true;
      pool.execute(this::run);
    }
  }

  private void run() {
    for (int i = 0; i < SLICE; i++) {
      Runnable task = next();
      if (task == null) {
        return;
      }
      runOne(task);
    }
    pool.execute(this::run);
  }

  private static void runOne(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      LOG.error("task failed", bug); // the next ones are not its victims
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = tasks.poll();
    running = task != null;
    return task;
  }
}
