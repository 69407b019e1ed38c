package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameSubscriptionTest {
  private final Rig rig = new Rig(1, 1);
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Reader reader = new Reader();
  private final Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);

  @Test
  void beginsAtTheNewestEntryPointAndGetsEveryFrame() {
    broadcast.frames(15);
    broadcast.stream().subscribe(reader, Runnable::run, 1 << 20);
    broadcast.frames(5);
    assertThat(reader.entries.getFirst()).isTrue();
    assertThat(reader.sequences).hasSize(20).startsWith(20L).isSorted();
    end();
  }

  @Test
  void waitsForAnEntryPointIfThereIsNone() {
    broadcast.publisher.audio(0, 100);
    broadcast.publisher.flush();
    rig.loops.runUntilIdle();
    broadcast.stream().subscribe(reader, Runnable::run, 1 << 20);
    broadcast.publisher.audio(20, 100);
    broadcast.frames(1);
    assertThat(reader.entries.getFirst()).isTrue();
    end();
  }

  @Test
  void aSlowOneSkipsWholeGopsAndIsToldHowMuch() {
    FrameSubscription subscription = broadcast.stream().subscribe(reader, tasks::addLast, 20_000);
    broadcast.frames(65);
    assertThat(subscription.pendingBytes()).isLessThanOrEqualTo(20_000);
    runTasks();
    broadcast.frames(10);
    runTasks();
    assertThat(reader.skipped).isPositive().isEqualTo(rig.counters.subscriberSkippedFrames.sum());
    assertThat(reader.gaps).isEqualTo(reader.skipped);
    assertThat(reader.entriesAfterGaps).isTrue();
    end();
    runTasks();
    assertThat(reader.ended).isEqualTo(EndReason.KICKED);
  }

  @Test
  void getsWhatIsQueuedBeforeTheEnd() {
    broadcast.stream().subscribe(reader, tasks::addLast, 1 << 20);
    broadcast.frames(5);
    broadcast.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    runTasks();
    assertThat(reader.sequences).hasSize(10);
    assertThat(reader.ended).isEqualTo(EndReason.KICKED);
    rig.assertNothingLeaked();
  }

  @Test
  void oneThatHangsKeepsNothingForeverAndHearsOfItWhenItWakes() {
    broadcast.stream().subscribe(reader, tasks::addLast, 10_000);
    broadcast.frames(50);
    broadcast.stream().terminate(EndReason.KICKED);
    rig.loops.advanceMs(FrameSubscription.DRAIN_MS);
    rig.assertNothingLeaked();
    runTasks();
    assertThat(reader.sequences).isEmpty();
    assertThat(reader.skipped).isEqualTo(100);
    assertThat(reader.ended).isEqualTo(EndReason.KICKED);
  }

  @Test
  void oneThatThrowsIsClosedAndNobodyElseNotices() {
    Reader healthy = new Reader();
    reader.fails = true;
    broadcast.stream().subscribe(reader, tasks::addLast, 1 << 20);
    broadcast.stream().subscribe(healthy, Runnable::run, 1 << 20);
    broadcast.frames(3);
    runTasks();
    broadcast.frames(3);
    assertThat(tasks).isEmpty();
    assertThat(rig.counters.faults.sum()).isEqualTo(1);
    assertThat(healthy.sequences).hasSize(12);
    end();
  }

  @Test
  void oneWhoseExecutorRefusesIsClosed() {
    broadcast.stream()
        .subscribe(
            reader,
            task -> {
              throw new RejectedExecutionException("on purpose");
            },
            1 << 20);
    broadcast.frames(3);
    end();
    assertThat(reader.sequences).isEmpty();
  }

  @Test
  void aClosedOneIsNotCalledAgainAndKeepsNothing() {
    FrameSubscription subscription = broadcast.stream().subscribe(reader, tasks::addLast, 1 << 20);
    broadcast.frames(3);
    subscription.close();
    broadcast.frames(3);
    end();
    runTasks();
    assertThat(reader.sequences).isEmpty();
    assertThat(reader.ended).isNull();
  }

  @Test
  void oneThatComesAfterTheEndIsToldSo() {
    broadcast.frames(3);
    Stream stream = broadcast.stream();
    end();
    stream.subscribe(reader, Runnable::run, 1 << 20);
    rig.loops.runUntilIdle();
    assertThat(reader.ended).isEqualTo(EndReason.KICKED);
  }

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
    rig.loops.runUntilIdle();
  }

  private void end() {
    broadcast.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    if (tasks.isEmpty()) {
      rig.assertNothingLeaked();
    }
  }

  /// Writes down what it is told.
  private static final class Reader implements FrameSubscriber {
    private final List<Long> sequences = new ArrayList<>();
    private final List<Boolean> entries = new ArrayList<>();
    private long skipped;
    private long gaps;
    private boolean entriesAfterGaps = true;
    private boolean fails;
    private @Nullable EndReason ended;

    @Override
    public void onFrames(List<Frame> frames) {
      if (fails) {
        throw new IllegalStateException("on purpose");
      }
      for (Frame frame : frames) {
        long sequence = frame.stamp().sequence();
        if (!sequences.isEmpty() && sequence != sequences.getLast() + 1) {
          gaps += sequence - sequences.getLast() - 1;
          entriesAfterGaps &= frame.isEntryPoint();
        }
        sequences.add(sequence);
        entries.add(frame.isEntryPoint());
      }
    }

    @Override
    public void onSkipped(long frames) {
      skipped += frames;
    }

    @Override
    public void onEnd(EndReason reason) {
      ended = reason;
    }
  }
}
