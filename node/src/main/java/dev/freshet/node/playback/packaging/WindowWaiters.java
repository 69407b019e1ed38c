package dev.freshet.node.playback.packaging;

import dev.freshet.contract.time.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The requests of one loop that wait for a packager's window to grow. Owned by that loop; only
/// [#postLook] is called from elsewhere.
final class WindowWaiters {
  /// Waiters answered before the loop gets to its sockets again.
  private static final int SLICE = 32;

  private static final int DEADLINES_EVERY_MS = 250;

  /// A request that waits.
  static final class Waiter {
    private final Predicate<SegmentWindow> ready;
    private final Runnable answer;
    private final Runnable tooLate;
    private final long untilNs;
    private boolean done;

    private Waiter(
        Predicate<SegmentWindow> ready, Runnable answer, Runnable tooLate, long untilNs) {
      this.ready = ready;
      this.answer = answer;
      this.tooLate = tooLate;
      this.untilNs = untilNs;
    }

    /// Its client is gone.
    void cancel() {
      done = true;
    }
  }

  private final Loop loop;
  private final Packager packager;
  private final Deque<Runnable> answers = new ArrayDeque<>();
  private List<Waiter> waiters = new ArrayList<>();
  private Loop.@Nullable Timer deadlines;
  private boolean answering;

  WindowWaiters(Loop loop, Packager packager) {
    this.loop = loop;
    this.packager = packager;
  }

  /// How many wait.
  int count() {
    return waiters.size();
  }

  /// Lets a request wait.
  ///
  /// @param answer called once `ready` says yes, soon
  /// @param tooLate called instead, after `timeoutMs`
  Waiter add(Predicate<SegmentWindow> ready, long timeoutMs, Runnable answer, Runnable tooLate) {
    assert loop.inLoop();
    long untilNs = loop.clock().nanoTime() + timeoutMs * 1_000_000;
    Waiter waiter = new Waiter(ready, answer, tooLate, untilNs);
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
    answerWhere(waiter -> waiter.ready.test(window), waiter -> waiter.answer);
  }

  private void lookAtDeadlines() {
    deadlines = null;
    long nowNs = loop.clock().nanoTime();
    answerWhere(waiter -> waiter.untilNs - nowNs <= 0, waiter -> waiter.tooLate);
    if (!waiters.isEmpty()) {
      deadlines = loop.schedule(DEADLINES_EVERY_MS, this::lookAtDeadlines);
    }
  }

  /// Lets go of those that are due, and of those whose clients are gone.
  private void answerWhere(Predicate<Waiter> due, Function<Waiter, Runnable> answerOf) {
    List<Waiter> left = new ArrayList<>();
    for (Waiter waiter : waiters) {
      if (!waiter.done && !due.test(waiter)) {
        left.add(waiter);
      } else if (!waiter.done) {
        answers.add(() -> finish(waiter, answerOf.apply(waiter)));
      }
    }
    waiters = left;
    startAnswering();
  }

  private static void finish(Waiter waiter, Runnable answer) {
    if (!waiter.done) {
      waiter.done = true;
      answer.run();
    }
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
