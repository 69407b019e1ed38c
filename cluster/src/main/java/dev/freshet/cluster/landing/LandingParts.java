package dev.freshet.cluster.landing;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.pace.Pace;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What all claims of a node share. Owned by the landing's loop.
///
/// @param pace of looks at the store that no publisher waits for
record LandingParts(
    NodeId self,
    long bootId,
    ClusterStore store,
    Supplier<MemberView> members,
    Loop loop,
    RandomGenerator random,
    LandingLimits limits,
    TermClock terms,
    EpochFence fence,
    TakeoverJudge judge,
    Pace pace) {

  long nowMs() {
    return loop.clock().monotonicMs();
  }
}
