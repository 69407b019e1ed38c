package dev.freshet.node.relay.pull;

import dev.freshet.hub.FanoutCounters;
import dev.freshet.media.Frame;
import dev.freshet.node.metrics.RelayCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes the frames of all ways that bring a stream, each once and in their order, the first copy
/// that comes. Owned by its pull.
final class Intake {
  private final Place place;
  private final FanoutCounters hub;
  private final RelayCounters counters;
  private final Consumer<Frame> output;
  private final List<ParentWay> ways = new ArrayList<>(3);

  /// @param output gets each frame, with its reference
  Intake(Place place, FanoutCounters hub, RelayCounters counters, Consumer<Frame> output) {
    this.place = place;
    this.hub = hub;
    this.counters = counters;
    this.output = output;
  }

  /// One more way may bring frames.
  void add(ParentWay way) {
    ways.add(way);
  }

  /// One way brings none any more. What the others dropped for its sake is asked for.
  void remove(ParentWay way) {
    ways.remove(way);
  }

  /// The next frame of a way, with its reference.
  void add(ParentWay way, Frame frame) {
    switch (place.judge(frame.stamp())) {
      case TAKE -> take(way, frame);
      case GAP -> {
        if (isBroughtByOther(way)) {
          way.dropEarly();
          frame.release();
        } else {
          take(way, frame); // it will never come
        }
      }
      case AGAIN -> {
        (ways.size() > 1 ? counters.spareFrames : hub.duplicateFrames).increment();
        frame.release();
      }
      case STALE -> {
        hub.staleFrames.increment();
        frame.release();
      }
    }
  }

  private void take(ParentWay way, Frame frame) {
    way.taken();
    place.see(frame.stamp());
    output.accept(frame);
  }

  private boolean isBroughtByOther(ParentWay way) {
    for (ParentWay other : ways) {
      if (!other.equals(way) && other.carriesMedia() && place.isBroughtFrom(other.reached())) {
        return true;
      }
    }
    return false;
  }
}
