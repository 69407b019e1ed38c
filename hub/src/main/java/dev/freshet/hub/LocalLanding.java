package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.GopHeader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A node alone is the origin of whatever is pushed to it. Thread-safe.
///
/// Terms rise with each claim, even within one millisecond or when the clock is set back.
public final class LocalLanding implements Landing {
  private final NodeId node;
  private final Clock clock;
  private final AtomicLong lastTerm = new AtomicLong();

  public LocalLanding(NodeId node, Clock clock) {
    this.node = node;
    this.clock = clock;
  }

  @Override
  public void land(Request request, Loop loop, Consumer<Answer> answer) {
    long highestSeenTerm = request.highestSeenTerm();
    long unixMs = clock.unixMs();
    long term =
        lastTerm.updateAndGet(
            last -> Epoch.next(Math.max(last, highestSeenTerm), unixMs, node).term());
    // tenths of a second: segments are no shorter than 0.5 s, so numbers never fall without a disk
    long firstSegment = term / 100;
    answer.accept(
        new Answer.Landed(
            new Epoch(term, node), firstSegment, highestSeenTerm, GopHeader.Limits.NONE));
  }
}
