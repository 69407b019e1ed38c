package dev.freshet.bench.load;

import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.linux.Epoll;
import dev.freshet.bench.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread on which connections of a load live. Whatever belongs to it is touched by tasks
/// that are posted here.
public final class LoadLoop implements AutoCloseable {
  private static final int MAX_EVENTS = 1_024;
  private static final int MAX_WAIT_MS = 2; // also how late a posted task may start
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment nativeBuffer = arena.allocate(BUFFER_BYTES, 64);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Sockets sockets = new Sockets();
  private final Epoll epoll = new Epoll(MAX_EVENTS);
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final List<LoopSocket> connections = new ArrayList<>();
  private final List<LoopTask> tasks = new ArrayList<>();
  private final Thread thread;
  private final CompletableFuture<Integer> threadId = new CompletableFuture<>();
  private volatile boolean closed;
  private @Nullable RuntimeException failure;

  /// Starts the thread.
  ///
  /// @param cores where it may run
  public LoadLoop(String name, List<Integer> cores) throws IOException {
    thread = Thread.ofPlatform().name(name).daemon().start(() -> run(cores));
  }

  /// Asks on the loop, again and again, until `done`.
  ///
  /// @return whether that happened before `timeout`
  public boolean await(Duration timeout, Supplier<Boolean> done) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (!call(done)) {
      if (System.nanoTime() - deadlineNs > 0) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  /// Runs `task` on the loop and waits for what it returns.
  public <T> T call(Supplier<T> task) {
    if (closed) {
      throw new IllegalStateException("the load loop is closed");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    posted.add(() -> {
      try {
        checkWorking();
        result.complete(task.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
    return result.join();
  }

  /// The loop's thread, as `/proc/self/task` names it.
  public int threadId() {
    return threadId.join();
  }

  /// Closes all connections with a reset and ends the thread.
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  Sockets sockets() {
    return sockets;
  }

  Epoll epoll() {
    return epoll;
  }

  /// Memory for what is received or sent within one call.
  MemorySegment nativeBuffer() {
    return nativeBuffer;
  }

  /// What of `nativeBuffer` was received, where parsers can read it.
  byte[] copied(int count) {
    MemorySegment.copy(nativeBuffer, ValueLayout.JAVA_BYTE, 0, buffer, 0, count);
    return buffer;
  }

  /// Gives a connection its token.
  int admit(LoopSocket connection) {
    connections.add(connection);
    return connections.size() - 1;
  }

  /// Begins to run `task` whenever it is due. Called on the loop.
  public void addTask(LoopTask task) {
    tasks.add(task);
  }

  /// Runs `task` no more. Called on the loop.
  public void removeTask(LoopTask task) {
    tasks.remove(task);
  }

  private void run(List<Integer> cores) {
    Affinity.pinThread(cores);
    threadId.complete(Affinity.threadId());
    try {
      while (!closed) {
        turnUnlessBroken();
      }
    } finally {
      runPosted();
      connections.forEach(LoopSocket::leave);
      epoll.close();
      sockets.close();
      arena.close();
    }
  }

  private void turnUnlessBroken() {
    runPosted();
    try {
      if (failure == null) {
        turn();
      } else {
        epoll.await(MAX_WAIT_MS);
      }
    } catch (RuntimeException e) {
      failure = e; // whoever calls next is told
    }
  }

  private void turn() {
    long waitMs = runTasks(System.nanoTime());
    int ready = epoll.await(Math.clamp(waitMs, 0, MAX_WAIT_MS));
    for (int i = 0; i < ready; i++) {
      connections.get(epoll.token(i)).ready(epoll.readiness(i));
    }
  }

  private void checkWorking() {
    if (failure != null) {
      throw new IllegalStateException("the load loop broke", failure);
    }
  }

  private void runPosted() {
    for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
      task.run();
    }
  }

  /// Runs what is due.
  ///
  /// @return ms until the next is, rounded up: late by a part of one rather than awake all the time
  private long runTasks(long nowNs) {
    long nextNs = Long.MAX_VALUE;
    for (int i = 0; i < tasks.size(); i++) {
      LoopTask task = tasks.get(i);
      if (task.dueNs() - nowNs <= 0) {
        task.run(nowNs);
      }
      nextNs = Math.min(nextNs, task.dueNs() - nowNs);
    }
    return nextNs <= 0 ? 0 : (nextNs - 1) / 1_000_000 + 1;
  }
}
