package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.OperatorPolicy;
import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Knows the best two ways of streams to this node. Owned by one loop: all is called and told
/// there; records that it returns may go anywhere.
///
/// It measures links to a bounded number of nodes, scores the ways over them, and follows the
/// streams that the node pulls: a way that fails is left at once, one that is merely worse only
/// when another has been better for a while.
public final class Router {
  private static final long REPLAN_MS = 50;

  private final NodeId self;
  private final Supplier<MemberView> members;
  private final Loop loop;
  private final RoutingLimits limits;
  private final LinkTable links;
  private final Prober prober;
  private final Set<Following> followed = new LinkedHashSet<>();
  private final Map<RouteChange.Cause, Long> moves = new EnumMap<>(RouteChange.Cause.class);
  private @Nullable Topology topology;
  private long crossings;
  private long unfollowed;
  private boolean replanning;
  private boolean stopped;

  /// @param members who there is, this node among them; called on `loop`
  /// @param pinger measures links
  public Router(
      NodeId self,
      Supplier<MemberView> members,
      Pinger pinger,
      Loop loop,
      RandomGenerator random,
      RoutingLimits limits) {
    this.self = self;
    this.members = members;
    this.loop = loop;
    this.limits = limits;
    this.links = new LinkTable(loop.clock(), limits);
    this.prober = new Prober(pinger, loop, random, limits, links, this::linkChanged);
  }

  /// Begins to measure.
  public void start() {
    assert loop.inLoop();
    replan();
    loop.schedule(limits.reviewMs(), this::reviewAll);
  }

  /// Measures nothing any more, and tells nothing.
  public void stop() {
    assert loop.inLoop();
    stopped = true;
    prober.stop();
    followed.clear();
  }

  /// The members changed: called after each event of the membership.
  public void membersChanged() {
    assert loop.inLoop();
    if (!stopped) {
      replanSoon();
      List.copyOf(followed).forEach(each -> each.review(false));
    }
  }

  /// The ways that a stream can take, as they are now.
  public Routes ways(RouteRequest request) {
    assert loop.inLoop();
    Following look = new Following(this, request, _ -> {});
    note(look.routes());
    return look.routes();
  }

  /// The same, and tells `listener` whenever other ways are better.
  public Following follow(RouteRequest request, Consumer<RouteChange> listener) {
    assert loop.inLoop();
    Following following = new Following(this, request, listener);
    if (followed.size() < limits.maxFollowed()) {
      followed.add(following);
    } else {
      unfollowed++;
    }
    note(following.routes());
    replanSoon();
    return following;
  }

  /// Says what is wrong with the way that a stream came, its origin first, this node last.
  ///
  /// @return null if nothing is wrong
  public @Nullable String fault(List<NodeId> path, RoutePolicy policy) {
    assert loop.inLoop();
    boolean checkOperators = policy.betweenOperators() == OperatorPolicy.REFUSE;
    return PathLaw.fault(path, members.get(), limits.maxPathNodes(), checkOperators);
  }

  /// Media stopped on `way`: its link is down until it answers pings again.
  public void broken(Way way, String reason) {
    assert loop.inLoop();
    if (!stopped && links.broken(way.link(), reason)) {
      linkChanged(way.link());
    }
  }

  /// Another node says what it measures itself, if that does not come with its answers to pings.
  public void heard(NodeId from, List<LinkReport> reports) {
    assert loop.inLoop();
    if (!stopped && topology().find(from) != null) {
      links.heard(from, reports);
    }
  }

  /// What this node measures, and what others told it.
  public LinkTable links() {
    assert loop.inLoop();
    return links;
  }

  /// The two nodes that pull `url`, a customer's own origin: the same ones on every node.
  public List<NodeId> bestTwoFor(String url) {
    assert loop.inLoop();
    return PullPair.of(url, members.get());
  }

  /// How often followed streams were told of other ways, by cause.
  public Map<RouteChange.Cause, Long> moves() {
    assert loop.inLoop();
    return Map.copyOf(moves);
  }

  /// How often a way was chosen that crosses between operators outside of the core.
  public long crossings() {
    assert loop.inLoop();
    return crossings;
  }

  /// Streams that were routed once and are not followed, for `maxFollowed` was reached.
  public long unfollowed() {
    assert loop.inLoop();
    return unfollowed;
  }

  // for followings

  RoutingLimits limits() {
    return limits;
  }

  long nowMs() {
    return loop.clock().monotonicMs();
  }

  Topology topology() {
    MemberView view = members.get();
    Topology present = topology;
    if (present == null || present.view() != view) {
      present = new Topology(view, self);
      topology = present;
    }
    return present;
  }

  Pairing pairing() {
    return new Pairing(topology(), limits.weights());
  }

  /// Whom the members name.
  List<Candidate> candidates(RouteRequest request) {
    NodeRecord origin = topology().find(request.origin());
    return origin == null || request.origin().equals(self)
        ? List.of()
        : Candidates.of(topology(), limits.loadFloorPercent(), request.key(), origin);
  }

  /// All ways through `named` and through who measured well.
  List<Considered> survey(RouteRequest request, List<Candidate> named, Set<LinkKey> refused) {
    NodeRecord origin = topology().find(request.origin());
    if (origin == null || named.isEmpty()) {
      return List.of();
    }
    List<Candidate> all = new ArrayList<>(named);
    all.addAll(
        new MeasuredCandidates(topology(), links, limits.maxLateral())
            .of(origin, Survey.below(request, topology())));
    return new Survey(request, origin, topology(), links, limits, refused).of(all);
  }

  void moved(Routes routes, RouteChange.Cause cause) {
    moves.merge(cause, 1L, Long::sum);
    if (cause != RouteChange.Cause.STANDBY) {
      note(routes);
    }
    replanSoon();
  }

  void forget(Following following) {
    followed.remove(following);
    replanSoon();
  }

  private void note(Routes routes) {
    Way first = routes.first();
    if (first != null && first.betweenOperators()) {
      crossings++;
    }
  }

  private void linkChanged(LinkKey link) {
    for (Following each : List.copyOf(followed)) {
      if (each.concerns(link)) {
        each.review(false);
      }
    }
  }

  private void reviewAll() {
    if (!stopped) {
      List.copyOf(followed).forEach(each -> each.review(true));
      loop.schedule(limits.reviewMs(), this::reviewAll);
    }
  }

  /// Many changes at once are one new plan.
  private void replanSoon() {
    if (!replanning && !stopped) {
      replanning = true;
      loop.schedule(REPLAN_MS, this::replan);
    }
  }

  private void replan() {
    replanning = false;
    if (!stopped) {
      Topology present = topology();
      Set<NodeId> known = new HashSet<>();
      present.view().members().forEach(member -> known.add(member.id()));
      links.retain(known);
      prober.measure(ProbePlan.of(present, followed, limits), present);
    }
  }

  @Override
  public String toString() {
    return Objects.toString(self) + " follows " + followed.size();
  }
}
