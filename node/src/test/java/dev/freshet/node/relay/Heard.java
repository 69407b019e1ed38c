package dev.freshet.node.relay;

import dev.freshet.contract.time.Clock;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FrameSubscriber;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The frames of a stream on one node, each by its stamp with its payload. Called by the stream's
/// loop.
final class Heard implements FrameSubscriber {
  final Map<Stamp, String> frames = new LinkedHashMap<>();
  long skipped;
  long widestGapMs; // between two batches
  private final Clock clock;
  private long heardMs;
  @Nullable EndReason ended;

  Heard(Clock clock) {
    this.clock = clock;
    this.heardMs = clock.monotonicMs();
  }

  @Override
  public void onFrames(List<Frame> batch) {
    widestGapMs = Math.max(widestGapMs, clock.monotonicMs() - heardMs);
    heardMs = clock.monotonicMs();
    batch.forEach(frame -> frames.put(frame.stamp(), ByteBufUtil.hexDump(frame.payload())));
  }

  @Override
  public void onSkipped(long count) {
    skipped += count;
  }

  @Override
  public void onEnd(EndReason reason) {
    ended = reason;
  }

  List<Stamp> stamps() {
    return new ArrayList<>(frames.keySet());
  }

  /// The numbers of its frames, in the order in which they came.
  List<Long> sequences() {
    return frames.keySet().stream().map(Stamp::sequence).toList();
  }

  /// The numbers from the first frame on that the other one heard too.
  List<Long> sequencesSince(Heard other) {
    return since(other).keySet().stream().map(Stamp::sequence).toList();
  }

  /// What this heard from the first frame on that the other one heard too.
  Map<Stamp, String> since(Heard other) {
    Map<Stamp, String> tail = new LinkedHashMap<>(frames);
    long first = other.stamps().getFirst().sequence();
    tail.keySet().removeIf(stamp -> stamp.sequence() < first);
    return tail;
  }
}
