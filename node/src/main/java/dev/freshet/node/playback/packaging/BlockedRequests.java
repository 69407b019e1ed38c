package dev.freshet.node.playback.packaging;

import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.hub.Refusal;
import dev.freshet.node.metrics.SegmentCounters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How many requests wait for one stream, within its limit and the node's. Thread-safe; owned by
/// the stream's packager.
final class BlockedRequests {
  private final AtomicInteger here = new AtomicInteger();
  private final SegmentCounters counters;
  private final Supplier<SegmentLimits> limits;

  BlockedRequests(SegmentCounters counters, Supplier<SegmentLimits> limits) {
    this.counters = counters;
    this.limits = limits;
  }

  /// How many there are now.
  int count() {
    return here.get();
  }

  /// One more wants to wait; if it may, it must [#leave].
  ///
  /// @return why it may not, or null
  @Nullable Refusal enter() {
    SegmentLimits now = limits.get();
    if (here.incrementAndGet() > now.maxBlockedRequestsPerStream()) {
      here.decrementAndGet();
      return full("maxBlockedRequestsPerStream", now.maxBlockedRequestsPerStream());
    }
    if (counters.blocked.incrementAndGet() > now.maxBlockedRequests()) {
      leave();
      return full("maxBlockedRequests", now.maxBlockedRequests());
    }
    return null;
  }

  /// One waits no longer.
  void leave() {
    here.decrementAndGet();
    counters.blocked.decrementAndGet();
  }

  private Refusal full(String limit, int most) {
    counters.blockedRefused.increment();
    return new Refusal(
        Refusal.Reason.LIMIT, "limits.%s (%d) is reached on this node".formatted(limit, most));
  }
}
