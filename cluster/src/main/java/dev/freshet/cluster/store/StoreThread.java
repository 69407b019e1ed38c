package dev.freshet.cluster.store;

import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A thread of a store's own: stores write to disk, which an event loop must not wait for. Owned by
/// whoever made it. What is posted after it was closed is dropped.
public final class StoreThread implements Loop, AutoCloseable {
  private final Clock clock;
  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  public StoreThread(String name, Clock clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = Thread.ofPlatform().daemon().name(name).unstarted(task);
              thread = made;
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.prestartCoreThread();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public void post(Runnable task) {
    executor.execute(() -> run(task));
  }

  @Override
  public void postAfterSockets(Runnable task) {
    post(task); // it has no sockets
  }

  @Override
  public Timer schedule(long delayMs, Runnable task) {
    ScheduledFuture<?> due = executor.schedule(() -> run(task), delayMs, TimeUnit.MILLISECONDS);
    return () -> due.cancel(false);
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /// Runs what was posted, forgets what was scheduled, and ends.
  @Override
  public void close() {
    executor.shutdown();
  }

  /// Waits until it has ended.
  ///
  /// @return whether it has, in time
  public boolean awaitEnd(long timeoutMs) throws InterruptedException {
    return executor.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
  }

  /// An executor keeps a failure to itself; a bug must be seen, and must not end the store.
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }
}
