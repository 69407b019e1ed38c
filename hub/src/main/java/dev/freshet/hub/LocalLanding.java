package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;

/// A node alone is the origin of whatever is pushed to it.
public final class LocalLanding implements Landing {
  private final NodeId node;
  private final Clock clock;

  public LocalLanding(NodeId node, Clock clock) {
    this.node = node;
    this.clock = clock;
  }

  @Override
  public void land(StreamKey key, long highestSeenTerm, Loop loop, Consumer<Answer> answer) {
    long unixMs = clock.unixMs();
    // tenths of a second: segments are no shorter than 0.5 s, so numbers never fall without a disk
    long firstSegment = unixMs / 100;
    answer.accept(new Answer.Landed(Epoch.next(highestSeenTerm, unixMs, node), firstSegment));
  }
}
