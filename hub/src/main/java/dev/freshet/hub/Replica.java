package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The timeline of a stream whose origin is another node: frames that are stamped already, in
/// order, each once, whole GOPs. Owned by the stream's loop.
final class Replica {
  private static final long UNKNOWN = -1;

  private final FanoutCounters counters;
  private final Consumer<Frame> output;
  private final LongConsumer lost;
  private Epoch epoch;
  private long nextSequence = UNKNOWN;
  private boolean awaitingEntry = true;
  private long segment = UNKNOWN;
  private long discontinuity = UNKNOWN;
  private @Nullable StreamHeader header;
  private @Nullable GopHeader gop;

  /// @param epoch the newest that is known
  /// @param output gets each frame, with its reference
  /// @param lost is told how many frames are missing before the next one
  Replica(Epoch epoch, FanoutCounters counters, Consumer<Frame> output, LongConsumer lost) {
    this.epoch = epoch;
    this.counters = counters;
    this.output = output;
    this.lost = lost;
  }

  /// The newest that is known.
  Epoch epoch() {
    return epoch;
  }

  /// What holds now, or null before the first frame.
  @Nullable StreamHeader header() {
    return header;
  }

  /// What a successor counts on from, here or on another node.
  Timeline.Numbers last() {
    return gop == null
        ? Reign.NONE.last()
        : new Timeline.Numbers(segment, discontinuity, gop.limits(), gop.counting().zeroUnixUs());
  }

  /// The next frame. Takes over its reference.
  void add(Frame frame) {
    if (isNew(frame) && isDecodable(frame)) {
      header = frame.header();
      gop = frame.gop();
      segment = Math.max(segment, frame.stamp().segment());
      discontinuity = Math.max(discontinuity, frame.stamp().discontinuity());
      output.accept(frame);
    } else {
      frame.release();
    }
  }

  /// This many frames, or more, will not come.
  void lost(long frames) {
    counters.lostFrames.add(frames);
    awaitingEntry = true;
    lost.accept(frames);
  }

  private boolean isNew(Frame frame) {
    Stamp stamp = frame.stamp();
    int order = stamp.epoch().compareTo(epoch);
    if (order > 0) {
      epoch = stamp.epoch();
      nextSequence = UNKNOWN;
      awaitingEntry = true;
    }
    if (order < 0) {
      counters.staleFrames.increment(); // of a node that does not know yet that it lost the stream
      return false;
    }
    if (stamp.sequence() < nextSequence) {
      counters.duplicateFrames.increment(); // another parent begins at an entry point
      return false;
    }
    if (nextSequence != UNKNOWN && stamp.sequence() > nextSequence) {
      lost(stamp.sequence() - nextSequence);
    }
    nextSequence = stamp.sequence() + 1;
    return true;
  }

  /// A GOP with a hole cannot be decoded.
  private boolean isDecodable(Frame frame) {
    awaitingEntry &= !frame.isEntryPoint();
    if (awaitingEntry) {
      counters.lostFrames.increment();
    }
    return !awaitingEntry;
  }
}
