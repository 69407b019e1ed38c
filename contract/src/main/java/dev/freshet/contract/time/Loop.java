package dev.freshet.contract.time;

/// One event loop: a thread that runs tasks one after the other, in the order they were posted.
/// Whatever a loop owns is touched on that loop only.
public interface Loop {
  /// Whether the caller runs on this loop.
  boolean inLoop();

  /// Runs `task` on this loop, after everything posted before it. Thread-safe. This is the one way
  /// to cross threads.
  void post(Runnable task);

  /// Runs `task` when this loop has done what was posted to it and has looked at its sockets once
  /// more: for long work in slices. Called on this loop.
  void postAfterSockets(Runnable task);

  /// Runs `task` on this loop in `delayMs`. Thread-safe.
  Timer schedule(long delayMs, Runnable task);

  /// The loop's number among its node's loops, from 0, without gaps.
  int index();

  /// Where this loop takes the time from.
  Clock clock();

  /// A task that is due later.
  interface Timer {
    /// Forgets the task if it has not run. Called on the loop that it was scheduled on.
    void cancel();
  }
}
