package dev.freshet.cluster.landing;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a publisher here may replace one at another node. Stateless; what it needs to know of
/// the past stands in the stream's record, so that all nodes decide alike.
record TakeoverJudge(NodeId self, LandingLimits limits) {
  /// Why `request` is refused, or null if it is not.
  ///
  /// @param term about what the claim's would be
  ClaimAnswer.@Nullable Refused refusal(
      ClaimRequest request, @Nullable StreamRecord incumbent, MemberView members, long term) {
    if (incumbent == null || !isRival(incumbent, members)) {
      return null;
    }
    ClaimAnswer.Refused refused = policyRefusal(request, incumbent);
    if (refused != null) {
      return refused;
    }
    return recent(incumbent, term).size() < limits.maxTakeovers() ? null : storm(incumbent);
  }

  private static ClaimAnswer.@Nullable Refused policyRefusal(
      ClaimRequest request, StreamRecord incumbent) {
    return switch (request.policy()) {
      case REPLACE -> null;
      case REFUSE ->
          isSame(request, incumbent)
              ? null
              : taken(incumbent, "this service refuses a second publisher");
      case PRIORITY ->
          request.priority() >= incumbent.priority()
              ? null
              : taken(
                  incumbent,
                  "priority %d (expected: >= %d)"
                      .formatted(request.priority(), incumbent.priority()));
    };
  }

  /// The takeovers that the record of a claim at `term` tells of.
  List<Long> takeovers(@Nullable StreamRecord incumbent, MemberView members, long term) {
    if (incumbent == null) {
      return List.of();
    }
    List<Long> takeovers = new ArrayList<>(recent(incumbent, term));
    if (isRival(incumbent, members)) {
      takeovers.add(term);
    }
    return List.copyOf(takeovers);
  }

  /// Whether somebody publishes elsewhere now, as far as is known.
  private boolean isRival(StreamRecord incumbent, MemberView members) {
    return incumbent.state() == StreamRecord.State.LIVE
        && !incumbent.origin().equals(self)
        && !members.knowsGone(incumbent.origin());
  }

  private List<Long> recent(StreamRecord incumbent, long term) {
    return incumbent.takeovers().stream()
        .filter(at -> term - at <= limits.takeoverWindowMs())
        .toList();
  }

  private static boolean isSame(ClaimRequest request, StreamRecord incumbent) {
    return !request.publisher().isEmpty() && request.publisher().equals(incumbent.publisher());
  }

  private static ClaimAnswer.Refused taken(StreamRecord incumbent, String why) {
    return new ClaimAnswer.Refused(
        ClaimAnswer.Reason.ALREADY_PUBLISHING,
        "already published at node %s; %s".formatted(incumbent.origin(), why));
  }

  private ClaimAnswer.Refused storm(StreamRecord incumbent) {
    return new ClaimAnswer.Refused(
        ClaimAnswer.Reason.TAKEOVER_STORM,
        "this stream was taken over %d times in %d s: two encoders are fighting; the present one, at node %s, stays"
            .formatted(
                limits.maxTakeovers(), limits.takeoverWindowMs() / 1_000, incumbent.origin()));
  }
}
