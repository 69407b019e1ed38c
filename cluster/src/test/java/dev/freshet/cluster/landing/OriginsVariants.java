package dev.freshet.cluster.landing;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.pace.Pace;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Landings whose terms are made in another way.
public final class OriginsVariants {
  private OriginsVariants() {}

  /// @param nextTerm makes a term of the highest that was seen
  public static Origins withTerms(
      LongUnaryOperator nextTerm,
      NodeId self,
      long bootId,
      ClusterStore store,
      Supplier<MemberView> members,
      AskPeers peers,
      Loop loop,
      Clock clock,
      RandomGenerator random,
      LandingLimits limits,
      Consumer<OriginEvent> listener) {
    TermClock terms =
        new TermClock(clock, limits.maxLeadMs()) {
          @Override
          long next(long highestSeen) {
            return nextTerm.applyAsLong(highestSeen);
          }
        };
    LandingParts parts =
        new LandingParts(
            self,
            bootId,
            store,
            members,
            loop,
            random,
            limits,
            terms,
            new EpochFence(limits.maxRemembered()),
            new TakeoverJudge(self, limits),
            new Pace(random, limits.maxReclaimsPerSecond()));
    return new Origins(parts, peers, listener);
  }
}
