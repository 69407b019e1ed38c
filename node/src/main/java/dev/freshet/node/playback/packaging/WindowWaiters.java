package dev.freshet.node.playback.packaging;

import dev.freshet.contract.time.Loop;
import dev.freshet.node.metrics.SegmentCounters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The requests of one loop that wait for a packager's window to grow. Owned by that loop; only
/// [#postLook] is called from elsewhere.
final class WindowWaiters {
  /// Waiters answered before the loop gets to its sockets again.
  private static final int SLICE = 32;

  private static final int DEADLINES_EVERY_MS = 250;
  private static final Waited READY = new Waited.Ready();
  private static final Waited LATE = new Waited.Late();

  /// A request that waits.
  final class Waiter {
    private final Predicate<SegmentWindow> ready;
    private final Consumer<Waited> then;
    private final long untilNs;
    private boolean done;

    private Waiter(Predicate<SegmentWindow> ready, Consumer<Waited> then, long untilNs) {
      this.ready = ready;
      this.then = then;
      this.untilNs = untilNs;
    }

    /// Its client is gone.
    void cancel() {
      if (!done) {
        done = true;
        blocked.leave();
      }
    }

    private void finish(Waited outcome) {
      if (!done) {
        done = true;
        blocked.leave();
        (outcome instanceof Waited.Ready ? counters.released : counters.late).increment();
        then.accept(outcome);
      }
    }
  }

  private final Loop loop;
  private final Packager packager;
  private final BlockedRequests blocked;
  private final SegmentCounters counters;
  private final Deque<Runnable> answers = new ArrayDeque<>();
  private List<Waiter> waiters = new ArrayList<>();
  private Loop.@Nullable Timer deadlines;
  private boolean answering;

  /// @param blocked where those that wait are counted
  WindowWaiters(Loop loop, Packager packager, BlockedRequests blocked, SegmentCounters counters) {
    this.loop = loop;
    this.packager = packager;
    this.blocked = blocked;
    this.counters = counters;
  }

  /// Lets a request wait that [BlockedRequests] let in.
  ///
  /// @param then told once `ready` says yes, soon, or after `timeoutMs`
  Waiter add(Predicate<SegmentWindow> ready, long timeoutMs, Consumer<Waited> then) {
    assert loop.inLoop();
    long untilNs = loop.clock().nanoTime() + timeoutMs * 1_000_000;
    Waiter waiter = new Waiter(ready, then, untilNs);
    waiters.add(waiter);
    if (deadlines == null) {
      deadlines = loop.schedule(DEADLINES_EVERY_MS, this::lookAtDeadlines);
    }
    return waiter;
  }

  /// The window has grown. From any thread.
  void postLook() {
    loop.post(this::look);
  }

  private void look() {
    SegmentWindow window = packager.window();
    answerWhere(waiter -> waiter.ready.test(window), READY);
  }

  private void lookAtDeadlines() {
    deadlines = null;
    long nowNs = loop.clock().nanoTime();
    answerWhere(waiter -> waiter.untilNs - nowNs <= 0, LATE);
    if (!waiters.isEmpty()) {
      deadlines = loop.schedule(DEADLINES_EVERY_MS, this::lookAtDeadlines);
    }
  }

  /// Lets go of those that are due, and of those whose clients are gone.
  private void answerWhere(Predicate<Waiter> due, Waited outcome) {
    List<Waiter> left = new ArrayList<>();
    for (Waiter waiter : waiters) {
      if (!waiter.done && !due.test(waiter)) {
        left.add(waiter);
      } else if (!waiter.done) {
        answers.add(() -> waiter.finish(outcome));
      }
    }
    waiters = left;
    startAnswering();
  }

  private void startAnswering() {
    if (!answering && !answers.isEmpty()) {
      answering = true;
      answer();
    }
  }

  private void answer() {
    for (int i = 0; i < SLICE && !answers.isEmpty(); i++) {
      answers.removeFirst().run();
    }
    if (answers.isEmpty()) {
      answering = false;
    } else {
      loop.postAfterSockets(this::answer);
    }
  }
}
