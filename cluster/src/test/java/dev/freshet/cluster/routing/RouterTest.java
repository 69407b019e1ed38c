package dev.freshet.cluster.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.OperatorPolicy;
import dev.freshet.contract.service.StandbyMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final RoutePolicy CROSSING =
      new RoutePolicy(StandbyMode.COLD, OperatorPolicy.ALLOW);

  @Test
  void asksAMidOfItsRegionAndKeepsTheOtherInReserve() {
    RoutingRig rig = edgeInNorth();
    rig.node("north-mid-1", "op1");
    rig.node("north-mid-2", "op1");
    rig.node("north-core-1", "op1");
    NodeId origin = rig.node("south-edge-1", "op1");
    rig.node("south-core-1", "op1");

    Following following = rig.follow(origin);
    rig.advanceMs(10_000);

    assertThat(RoutingRig.first(following.routes()).value()).startsWith("north-mid");
    assertThat(RoutingRig.second(following.routes()))
        .isNotEqualTo(RoutingRig.first(following.routes()));
    assertThat(rig.changes).isEmpty();
  }

  @Test
  void allEdgesOfARegionMeetAtOneMid() {
    Set<NodeId> firsts = new HashSet<>();
    for (int edge = 0; edge < 20; edge++) {
      RoutingRig rig = new RoutingRig("north-edge-" + edge);
      for (int each = 0; each < 20; each++) {
        rig.node("north-edge-" + each, "op1");
      }
      for (int mid = 0; mid < 6; mid++) {
        rig.node("north-mid-" + mid, "op1");
      }
      NodeId origin = rig.node("south-edge-1", "op1");
      firsts.add(RoutingRig.first(rig.follow(origin).routes()));
    }
    assertThat(firsts).hasSize(1);
  }

  @Test
  void leavesAMidThatIsLoadedFarBeyondTheOthers() {
    RoutingRig rig = edgeInNorth();
    List<NodeId> mids =
        List.of(
            rig.node("north-mid-1", "op1"),
            rig.node("north-mid-2", "op1"),
            rig.node("north-mid-3", "op1"));
    NodeId origin = rig.node("south-edge-1", "op1");
    NodeId usual = RoutingRig.first(rig.follow(origin).routes());

    mids.forEach(mid -> rig.load(mid, mid.equals(usual) ? 95 : 45));

    assertThat(RoutingRig.first(rig.follow(origin).routes())).isNotEqualTo(usual).isIn(mids);
  }

  @Test
  void crossesBetweenOperatorsOnlyThroughTheCore() {
    RoutingRig rig = edgeInNorth();
    NodeId origin = rig.node("north-edge-2", "op2");
    NodeId both = rig.node("north-mid-1", "op1", "op2"); // in both, but not of the core
    RouteRequest request = RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT);
    assertThat(rig.ways(request).ways()).isEmpty();

    NodeId core = rig.node("north-core-1", "op1", "op2");
    Routes routes = rig.ways(request);

    assertThat(routes.ways()).extracting(Way::node).containsExactlyInAnyOrder(both, core);
    assertThat(considered(routes, origin).fitness()).isEqualTo(Fitness.UNLAWFUL);
    assertThat(rig.onLoop(rig.router()::crossings)).isZero();
  }

  @Test
  void crossesWhereTheServiceAllowsItAndCountsThat() {
    RoutingRig rig = edgeInNorth();
    NodeId origin = rig.node("north-edge-2", "op2");

    Routes routes = rig.ways(RouteRequest.of(RoutingRig.KEY, origin, CROSSING));

    assertThat(routes.ways()).hasSize(1);
    assertThat(routes.ways().getFirst().betweenOperators()).isTrue();
    assertThat(rig.onLoop(rig.router()::crossings)).isEqualTo(1);
  }

  @Test
  void aPrivateLineToTheCoreJoinsOperators() {
    RoutingRig rig = edgeInNorth();
    NodeId core = rig.node("north-core-1", "op2");
    NodeId origin = rig.node("north-edge-2", "op2");
    RouteRequest request = RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT);
    assertThat(rig.ways(request).ways()).isEmpty();

    rig.at(rig.self, "host-self", "backbone");
    rig.at(core, "host-core", "backbone");

    assertThat(rig.ways(request).ways())
        .extracting(Way::link)
        .containsExactly(RoutingRig.line(core));
  }

  @Test
  void leavesAWayThatFailsAtOnceForTheOneThatStandsBy() {
    RoutingRig rig = twoMids();
    Following following = rig.follow(origin(rig));
    rig.advanceMs(5_000);
    Way first = following.routes().ways().get(0);
    Way second = following.routes().ways().get(1);

    rig.onLoop(() -> {
      rig.router().broken(first, "silent");
      return 0;
    });

    assertThat(following.routes().first()).extracting(Way::link).isEqualTo(second.link());
    assertThat(rig.changes).hasSize(1);
    assertThat(rig.changes.getFirst().cause()).isEqualTo(RouteChange.Cause.FAILED);
    assertThat(rig.changes.getFirst().isUrgent()).isTrue();
  }

  @Test
  void findsOutThatALinkIsDownByPings() {
    RoutingRig rig = twoMids();
    Following following = rig.follow(origin(rig));
    rig.advanceMs(5_000);
    NodeId first = RoutingRig.first(following.routes());

    rig.silent.add(RoutingRig.open(first));
    rig.advanceMs(3_000);

    assertThat(RoutingRig.first(following.routes())).isNotEqualTo(first);
    assertThat(row(rig, first).quality().state()).isEqualTo(LinkState.DOWN);
    assertThat(row(rig, first).reason()).isEqualTo("no answer");
  }

  @Test
  void comesBackForComfortOnlyAfterAWhile() {
    RoutingRig rig = twoMids();
    Following following = rig.follow(origin(rig));
    rig.advanceMs(5_000);
    NodeId usual = RoutingRig.first(following.routes());
    rig.silent.add(RoutingRig.open(usual));
    rig.advanceMs(5_000);

    rig.silent.clear();
    rig.advanceMs(20_000);
    assertThat(RoutingRig.first(following.routes())).isNotEqualTo(usual);
    rig.advanceMs(60_000);

    assertThat(RoutingRig.first(following.routes())).isEqualTo(usual);
    assertThat(rig.changes.getLast().cause())
        .isIn(RouteChange.Cause.COMFORT, RouteChange.Cause.STANDBY);
    assertThat(rig.onLoop(rig.router()::moves)).containsEntry(RouteChange.Cause.COMFORT, 1L);
  }

  @Test
  void goesFromABadPrivateLineToThePublicOne() {
    RoutingRig rig = edgeInNorth();
    NodeId origin = rig.node("south-edge-1", "op1");
    rig.at(rig.self, "host-self", "backbone");
    rig.at(origin, "host-origin", "backbone");
    rig.rttMs.put(RoutingRig.line(origin), 30);
    rig.rtt(origin, 40);
    Following following = rig.follow(origin);
    rig.advanceMs(5_000);
    assertThat(following.routes().first()).extracting(Way::link).isEqualTo(RoutingRig.line(origin));

    rig.rttMs.put(RoutingRig.line(origin), 600);
    rig.advanceMs(6_000);

    assertThat(following.routes().first()).extracting(Way::link).isEqualTo(RoutingRig.open(origin));
    assertThat(rig.changes.getLast().cause())
        .isIn(RouteChange.Cause.DEGRADED, RouteChange.Cause.STANDBY);
  }

  @Test
  void takesALateralHopOnlyToANodeThatIsMeasurablyNearer() {
    RoutingRig rig = edgeInNorth();
    NodeId origin = rig.node("south-edge-1", "op1");
    NodeId neighbour = rig.node("north-edge-2", "op1");
    rig.rtt(origin, 400);
    rig.rtt(neighbour, 3);
    Following following = rig.follow(origin);
    rig.advanceMs(60_000);
    assertThat(RoutingRig.first(following.routes())).isEqualTo(origin);

    rig.report(neighbour, origin, 60);
    rig.advanceMs(60_000);

    assertThat(RoutingRig.first(following.routes())).isEqualTo(neighbour);
    assertThat(following.routes().ways().getFirst().kind()).isEqualTo(WayKind.LATERAL);
  }

  @Test
  void makesNoSecondLateralHop() {
    RoutingRig rig = edgeInNorth();
    NodeId origin = rig.node("south-edge-1", "op1");
    NodeId neighbour = rig.node("north-edge-2", "op1");
    NodeId asker = rig.node("north-edge-3", "op1");
    rig.rtt(origin, 400);
    rig.report(neighbour, origin, 60);
    rig.follow(origin);
    rig.advanceMs(60_000);

    RouteRequest forAsker =
        RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT).withBelow(List.of(asker));

    assertThat(rig.ways(forAsker).ways()).extracting(Way::node).containsExactly(origin);
  }

  @Test
  void asksNobodyWhoGetsTheStreamThroughIt() {
    RoutingRig rig = new RoutingRig("north-core-1");
    rig.node("north-core-1", "op1");
    NodeId other = rig.node("south-core-1", "op1");
    NodeId origin = rig.node("south-edge-1", "op1");
    RouteRequest request = RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT);
    assertThat(rig.ways(request).ways()).extracting(Way::node).contains(other);

    Routes routes = rig.ways(request.withBelow(List.of(other)));

    assertThat(routes.ways()).extracting(Way::node).containsExactly(origin);
    assertThat(considered(routes, other).fitness()).isEqualTo(Fitness.LOOP);
  }

  @Test
  void passesNoMoreThanFiveNodes() {
    RoutingRig rig = new RoutingRig("north-core-1");
    rig.node("north-core-1", "op1");
    List<NodeId> below =
        List.of(
            rig.node("north-edge-1", "op1"),
            rig.node("north-edge-2", "op1"),
            rig.node("north-mid-1", "op1"));
    NodeId other = rig.node("south-core-1", "op1");
    NodeId origin = rig.node("south-edge-1", "op1");
    RouteRequest request = RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT);

    Routes routes = rig.ways(request.withBelow(below));

    assertThat(routes.ways()).extracting(Way::node).containsExactly(origin);
    assertThat(considered(routes, other).fitness()).isEqualTo(Fitness.TOO_FAR);
  }

  @Test
  void leavesANodeThatIsAboutToGo() {
    RoutingRig rig = twoMids();
    Following following = rig.follow(origin(rig));
    rig.advanceMs(5_000);
    NodeId first = RoutingRig.first(following.routes());

    rig.drain(first);

    assertThat(RoutingRig.first(following.routes())).isNotEqualTo(first);
    assertThat(rig.changes.getFirst().cause()).isEqualTo(RouteChange.Cause.DRAINING);
  }

  @Test
  void goesToTheNextWhenANodeRefuses() {
    RoutingRig rig = twoMids();
    Following following = rig.follow(origin(rig));
    Way first = following.routes().ways().getFirst();

    rig.onLoop(() -> {
      following.refused(first);
      return 0;
    });

    assertThat(RoutingRig.first(following.routes())).isNotEqualTo(first.node());
    assertThat(following.routes().ways()).extracting(Way::link).contains(first.link());
  }

  @Test
  void staysWithWhatTheMediaPlaneUses() {
    RoutingRig rig = twoMids();
    Following following = rig.follow(origin(rig));
    rig.advanceMs(5_000);
    Way second = following.routes().ways().get(1);

    rig.onLoop(() -> {
      following.using(second);
      return 0;
    });
    rig.advanceMs(10_000);

    assertThat(RoutingRig.first(following.routes())).isEqualTo(second.node());
  }

  @Test
  void measuresABoundedNumberOfThousands() {
    RoutingRig rig = new RoutingRig("region1-edge-1");
    for (int region = 0; region < 150; region++) {
      for (int node = 0; node < 17; node++) {
        rig.records.put(new NodeId("x" + region + "x" + node), big(region, node));
      }
    }
    NodeId self = rig.node("region1-edge-1", "op1");
    rig.follow(rig.node("region9-edge-9", "op1"));
    rig.advanceMs(15_000);

    assertThat(rig.view().size()).isGreaterThan(2_500);
    assertThat(rig.pinged).hasSizeLessThanOrEqualTo(RoutingLimits.DEFAULT.maxLinks());
    assertThat(rig.pinged).extracting(LinkKey::peer).doesNotContain(self);
  }

  private static NodeRecord big(int region, int node) {
    Tier tier = node == 0 && region % 25 == 0 ? Tier.CORE : node < 4 ? Tier.MID : Tier.EDGE;
    String name = "x" + region + "x" + node;
    return RoutingRig.record(
        name, tier, "region" + region, List.of("op1"), RoutingRig.publicAt("host-" + name));
  }

  @Test
  void saysWhyOfEveryWay() {
    RoutingRig rig = twoMids();
    NodeId origin = origin(rig);
    Following following = rig.follow(origin);
    rig.advanceMs(5_000);

    WhyChosen why = following.routes().why();

    assertThat(why.reason()).isEqualTo("the best");
    assertThat(why.considered()).extracting(each -> each.way().node()).contains(origin);
    assertThat(why.considered())
        .allSatisfy(each -> assertThat(each.score().totalMs()).isEqualTo(each.way().scoreMs()));
    assertThat(why.considered()).extracting(Considered::reason).contains("measured");
  }

  @Test
  void sharesWhatItMeasures() {
    RoutingRig rig = twoMids();
    NodeId origin = origin(rig);
    rig.rtt(origin, 80);
    rig.report(origin, new NodeId("north-mid-1"), 77);
    rig.follow(origin);
    rig.advanceMs(8_000);

    LinkTable links = rig.onLoop(rig.router()::links);

    assertThat(rig.onLoop(links::reports)).contains(new LinkReport(origin, 80, 0));
    List<HeardLink> heard = rig.onLoop(() -> links.heard());
    assertThat(heard)
        .extracting(HeardLink::report)
        .contains(new LinkReport(new NodeId("north-mid-1"), 77, 0));
    assertThat(rig.onLoop(() -> links.clockOffsetUs(origin))).hasValue(7_000);
  }

  @Test
  void hasNoWayToItself() {
    RoutingRig rig = edgeInNorth();
    rig.node("north-mid-1", "op1");

    assertThat(rig.ways(RouteRequest.of(RoutingRig.KEY, rig.self, RoutePolicy.DEFAULT)).ways())
        .isEmpty();
  }

  @Test
  void namesTheSameTwoPullersOnEveryNode() {
    Map<String, Integer> named = new HashMap<>();
    for (String self : List.of("north-core-1", "south-core-1", "north-edge-1")) {
      RoutingRig rig = new RoutingRig(self);
      rig.node("north-core-1", "op1");
      rig.node("south-core-1", "op1");
      rig.node("south-core-2", "op1");
      rig.node("north-edge-1", "op1");
      List<NodeId> two =
          rig.onLoop(() -> rig.router().bestTwoFor("rtmp://customer.example/live/a"));
      named.merge(two.toString(), 1, Integer::sum);
      assertThat(two).hasSize(2).allMatch(node -> node.value().contains("core"));
      assertThat(rig.record(two.get(0)).region()).isNotEqualTo(rig.record(two.get(1)).region());
    }
    assertThat(named).hasSize(1);
  }

  @Test
  void saysWhatIsWrongWithAWay() {
    RoutingRig rig = twoMids();
    NodeId origin = origin(rig);
    NodeId foreign = rig.node("north-edge-9", "op2");
    NodeId mid = new NodeId("north-mid-1");

    assertThat(fault(rig, List.of(origin, mid, rig.self))).isNull();
    assertThat(fault(rig, List.of(origin, rig.self, mid, rig.self)))
        .startsWith("the stream passes a node twice");
    assertThat(fault(rig, List.of(foreign, mid, rig.self)))
        .startsWith("the stream crosses between operators outside of the core");
  }

  private static @Nullable String fault(RoutingRig rig, List<NodeId> path) {
    Router router = rig.router();
    return rig.onLoop(() -> Optional.ofNullable(router.fault(path, RoutePolicy.DEFAULT)))
        .orElse(null);
  }

  private static RoutingRig edgeInNorth() {
    RoutingRig rig = new RoutingRig("north-edge-1");
    rig.node("north-edge-1", "op1");
    return rig;
  }

  private static RoutingRig twoMids() {
    RoutingRig rig = edgeInNorth();
    rig.node("north-mid-1", "op1");
    rig.node("north-mid-2", "op1");
    rig.node("south-edge-1", "op1");
    return rig;
  }

  private static NodeId origin(RoutingRig rig) {
    return rig.record(new NodeId("south-edge-1")).id();
  }

  private static Considered considered(Routes routes, NodeId node) {
    return routes.why().considered().stream()
        .filter(each -> each.way().node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static LinkRow row(RoutingRig rig, NodeId peer) {
    LinkTable links = rig.onLoop(rig.router()::links);
    return rig.onLoop(links::rows).stream()
        .filter(each -> each.link().peer().equals(peer))
        .findFirst()
        .orElseThrow();
  }
}
