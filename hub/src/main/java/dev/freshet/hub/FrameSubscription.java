package dev.freshet.hub;

import dev.freshet.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A frame subscriber's bounded queue. Fed on the stream's loop, emptied on the subscriber's
/// executor; a subscriber that is slow, fails or hangs costs at most the bound, and never the loop.
public final class FrameSubscription {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSubscription.class);

  private final Stream stream;
  private final FrameSubscriber subscriber;
  private final Executor executor;
  private final long maxPendingBytes;
  private final AtomicLong pendingBytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean skipping;
  private long skipped;

  FrameSubscription(
      Stream stream, FrameSubscriber subscriber, Executor executor, long maxPendingBytes) {
    this.stream = stream;
    this.subscriber = subscriber;
    this.executor = executor;
    this.maxPendingBytes = maxPendingBytes;
  }

  /// No more frames are wanted. Thread-safe; the subscriber may still see those under way.
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stream.owner().post(() -> stream.forgetSubscription(this));
    }
  }

  /// Bytes in the queue. Thread-safe.
  public long pendingBytes() {
    return pendingBytes.get();
  }

  /// Hands over a batch. On the stream's loop.
  void offer(List<Frame> batch) {
    if (closed.get()) {
      return;
    }
    List<Frame> taken = new ArrayList<>(batch.size());
    long bytes = 0;
    for (Frame frame : batch) {
      if (takes(frame, bytes)) {
        taken.add(frame.retain());
        bytes += frame.payloadBytes();
      } else {
        skipped++;
        stream.counters().subscriberSkippedFrames.increment();
      }
    }
    if (!taken.isEmpty()) {
      post(taken, bytes);
    }
  }

  /// The stream is over. On the stream's loop.
  void end(EndReason reason) {
    if (closed.compareAndSet(false, true)) {
      execute(() -> guarded(() -> subscriber.onEnd(reason)));
    }
  }

  private boolean takes(Frame frame, long bytesBefore) {
    long bytes = pendingBytes.get() + bytesBefore + frame.payloadBytes();
    if (skipping) {
      skipping = !frame.isEntryPoint() || bytes > maxPendingBytes / 2;
    } else {
      skipping = bytes > maxPendingBytes;
    }
    return !skipping;
  }

  private void post(List<Frame> frames, long bytes) {
    long skippedBefore = skipped;
    skipped = 0;
    pendingBytes.addAndGet(bytes);
    boolean accepted = execute(() -> deliver(frames, bytes, skippedBefore));
    if (!accepted) {
      release(frames, bytes);
    }
  }

  private void deliver(List<Frame> frames, long bytes, long skippedBefore) {
    try {
      if (!closed.get()) {
        guarded(() -> {
          if (skippedBefore > 0) {
            subscriber.onSkipped(skippedBefore);
          }
          subscriber.onFrames(frames);
        });
      }
    } finally {
      release(frames, bytes);
    }
  }

  private void release(List<Frame> frames, long bytes) {
    frames.forEach(Frame::release);
    pendingBytes.addAndGet(-bytes);
  }

  private boolean execute(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("subscriber refused stream={} reason={}", stream.key(), e.toString());
      close();
      return false;
    }
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("subscriber failed stream={}", stream.key(), e);
      close();
    }
  }
}
