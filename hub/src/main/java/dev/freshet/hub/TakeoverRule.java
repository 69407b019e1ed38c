package dev.freshet.hub;

import dev.freshet.contract.service.TakeoverPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Decides about a second publisher of a stream. Owned by the stream's loop.
final class TakeoverRule {
  private final int maxTakeovers;
  private final long windowNs;
  private final FanoutCounters counters;
  private final Deque<Long> takeoversNs = new ArrayDeque<>();

  TakeoverRule(RegistryLimits limits, FanoutCounters counters) {
    this.counters = counters;
    this.maxTakeovers = limits.maxTakeovers();
    this.windowNs = limits.takeoverWindowMs() * 1_000_000L;
  }

  /// Why `newcomer` may not replace the live `incumbent`, or null if it may; then it counts as a
  /// takeover.
  @Nullable Refusal refusal(PublishRequest newcomer, PublishRequest incumbent, long nowNs) {
    Refusal refusal = policyRefusal(newcomer, incumbent);
    if (refusal != null) {
      return refusal;
    }
    while (!takeoversNs.isEmpty() && nowNs - takeoversNs.getFirst() > windowNs) {
      takeoversNs.removeFirst();
    }
    if (takeoversNs.size() >= maxTakeovers) {
      counters.takeoverStorms.increment();
      return new Refusal(
          Refusal.Reason.TAKEOVER_STORM,
          "this stream was taken over %d times in %d s: two encoders are fighting; the present one (%s) stays"
              .formatted(takeoversNs.size(), windowNs / 1_000_000_000L, incumbent.remoteAddress()));
    }
    takeoversNs.addLast(nowNs);
    return null;
  }

  private static @Nullable Refusal policyRefusal(
      PublishRequest newcomer, PublishRequest incumbent) {
    TakeoverPolicy policy = newcomer.service().takeover();
    return switch (policy) {
      case REPLACE -> null;
      case REFUSE ->
          isSame(newcomer, incumbent)
              ? null
              : taken(incumbent, "this service refuses a second publisher");
      case PRIORITY ->
          newcomer.priority() >= incumbent.priority()
              ? null
              : taken(
                  incumbent,
                  "priority %d (expected: >= %d)"
                      .formatted(newcomer.priority(), incumbent.priority()));
    };
  }

  private static boolean isSame(PublishRequest newcomer, PublishRequest incumbent) {
    return newcomer.identity().equals(incumbent.identity())
        && !newcomer.identity().equals(PublisherIdentity.ANONYMOUS);
  }

  private static Refusal taken(PublishRequest incumbent, String why) {
    return new Refusal(
        Refusal.Reason.ALREADY_PUBLISHING,
        "already published by %s over %s; %s"
            .formatted(incumbent.remoteAddress(), incumbent.protocol(), why));
  }
}
