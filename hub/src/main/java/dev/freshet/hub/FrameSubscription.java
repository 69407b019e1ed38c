package dev.freshet.hub;

import dev.freshet.media.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A frame subscriber's bounded queue. Fed on the stream's loop, emptied on the subscriber's
/// executor; a subscriber that is slow, fails or hangs costs at most the bound, and never the loop.
///
/// What it gets begins at an entry point or with a segment, and at an entry point after frames were
/// dropped. When the stream ends it gets what is queued; if it does not take that in time, the
/// frames are let go.
public final class FrameSubscription {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSubscription.class);

  /// How long a subscriber may take over what is queued when its stream ends.
  static final long DRAIN_MS = 30_000;

  /// Frames on their way to the subscriber. Whoever claims them first releases them: the executor
  /// that delivers them, or the stream's loop that gives up on it.
  private record Batch(List<Frame> frames, long bytes, AtomicBoolean claimed) {
    boolean claim() {
      return claimed.compareAndSet(false, true);
    }
  }

  private final Stream stream;
  private final FrameSubscriber subscriber;
  private final Executor executor;
  private final long maxPendingBytes;
  private final Deque<Batch> queued = new ArrayDeque<>();
  private final AtomicLong pendingBytes = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean started;
  private boolean skipping;

  FrameSubscription(
      Stream stream, FrameSubscriber subscriber, Executor executor, long maxPendingBytes) {
    this.stream = stream;
    this.subscriber = subscriber;
    this.executor = executor;
    this.maxPendingBytes = maxPendingBytes;
  }

  /// No more frames are wanted, and no more calls. Thread-safe; a call under way is not waited for.
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stream.owner().post(this::forget);
    }
  }

  /// Bytes in the queue, with what a frame costs besides its payload. Thread-safe.
  public long pendingBytes() {
    return pendingBytes.get();
  }

  /// Hands over a batch. On the stream's loop.
  void offer(List<Frame> frames) {
    if (closed.get()) {
      return;
    }
    List<Frame> taken = new ArrayList<>(frames.size());
    long bytes = 0;
    for (Frame frame : frames) {
      if (takes(frame, bytes)) {
        taken.add(frame.retain());
        bytes += costBytes(frame);
      }
    }
    if (!taken.isEmpty()) {
      post(new Batch(taken, bytes, new AtomicBoolean()));
    }
  }

  /// Frames were lost before they came to the stream. On its loop.
  void lost(long frames) {
    if (started) {
      lost.addAndGet(frames);
    }
  }

  /// The stream is over. On its loop.
  void end(EndReason reason) {
    execute(() -> finish(reason));
    stream.owner().schedule(DRAIN_MS, this::discard);
  }

  private boolean takes(Frame frame, long bytesBefore) {
    long pending = pendingBytes.get() + bytesBefore;
    if (!started) {
      started = frame.isEntryPoint() || frame.stamp().beginsSegment();
      return started;
    }
    if (skipping) {
      skipping = !frame.isEntryPoint() || pending > maxPendingBytes / 2;
    } else {
      skipping = pending > 0 && pending + costBytes(frame) > maxPendingBytes;
    }
    if (skipping) {
      skipped.incrementAndGet();
      stream.counters().subscriberSkippedFrames.increment();
    }
    return !skipping;
  }

  private void post(Batch batch) {
    while (!queued.isEmpty() && queued.getFirst().claimed.get()) {
      queued.removeFirst(); // delivered
    }
    queued.addLast(batch);
    pendingBytes.addAndGet(batch.bytes);
    long skippedBefore = skipped.getAndSet(0);
    long lostBefore = lost.getAndSet(0);
    execute(() -> deliver(batch, skippedBefore, lostBefore));
  }

  /// On the executor.
  private void deliver(Batch batch, long skippedBefore, long lostBefore) {
    if (!batch.claim()) {
      return;
    }
    try {
      if (!closed.get()) {
        guard(() -> {
          tellMissing(skippedBefore, lostBefore);
          subscriber.onFrames(batch.frames);
        });
      }
    } finally {
      release(batch);
    }
  }

  private void tellMissing(long skippedFrames, long lostFrames) {
    if (lostFrames > 0) {
      subscriber.onLost(lostFrames);
    }
    if (skippedFrames > 0) {
      subscriber.onSkipped(skippedFrames);
    }
  }

  /// On the executor, last.
  private void finish(EndReason reason) {
    if (closed.compareAndSet(false, true)) {
      guard(() -> {
        tellMissing(skipped.get(), lost.get());
        subscriber.onEnd(reason);
      });
    }
  }

  /// On the stream's loop.
  private void forget() {
    stream.forgetSubscription(this);
    discard();
  }

  /// Lets go of what the executor has not begun to deliver.
  private void discard() {
    for (Batch batch : queued) {
      if (batch.claim()) {
        if (!closed.get()) {
          skipped.addAndGet(batch.frames.size());
          stream.counters().subscriberSkippedFrames.add(batch.frames.size());
        }
        release(batch);
      }
    }
    queued.clear();
  }

  private void release(Batch batch) {
    batch.frames.forEach(Frame::release);
    pendingBytes.addAndGet(-batch.bytes);
  }

  private void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RuntimeException e) {
      LOG.warn("subscriber refused stream={} reason={}", stream.key(), e.toString());
      close();
    }
  }

  /// A subscriber's bug ends its subscription, and nothing else.
  private void guard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      LOG.error("subscriber failed stream={}", stream.key(), e);
      stream.counters().faults.increment();
      close();
    }
  }

  private static long costBytes(Frame frame) {
    return (long) frame.payloadBytes() + FrameLog.FRAME_BYTES;
  }
}
