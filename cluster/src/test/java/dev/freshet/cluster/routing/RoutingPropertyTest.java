package dev.freshet.cluster.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutingPropertyTest {
  private static final int SEEDS = Seeds.count(100);

  @Test
  void waysHaveNoLoopsAreNotTooLongAndKeepTheLaw() {
    Seeds.check(
        SEEDS,
        random -> {
          RoutingRig rig = network(random);
          NodeId origin = any(rig, random);
          List<NodeId> below = below(rig, random);
          RouteRequest request =
              RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT).withBelow(below);
          for (Way way : rig.ways(request).ways()) {
            assertThat(way.node()).isNotEqualTo(rig.self).isNotIn(below);
            int nodes = below.size() + 2 + (way.node().equals(origin) ? 0 : 1);
            assertThat(nodes).isLessThanOrEqualTo(5);
            assertThat(PathLaw.isLawful(chain(rig, way, below))).isTrue();
            assertThat(way.betweenOperators()).isFalse();
          }
        });
  }

  @Test
  void theBestTwoStandOnTwoHostsWhereThereAreTwo() {
    Seeds.check(
        SEEDS,
        random -> {
          RoutingRig rig = network(random);
          NodeId origin = any(rig, random);
          Routes routes = rig.ways(RouteRequest.of(RoutingRig.KEY, origin, RoutePolicy.DEFAULT));
          Way first = routes.first();
          Way second = routes.second();
          if (first != null && second != null) {
            boolean apart = !host(rig, first.node()).equals(host(rig, second.node()));
            boolean couldBe =
                routes.ways().stream()
                    .anyMatch(way -> !host(rig, way.node()).equals(host(rig, first.node())));
            assertThat(apart).isEqualTo(couldBe);
          }
        });
  }

  @Test
  void streamsStayWhereTheyAreWhileRoundTripsJitter() {
    Seeds.check(
        Seeds.count(10),
        random -> {
          RoutingRig rig = new RoutingRig("north-edge-1");
          rig.node("north-edge-1", "op1");
          NodeId origin = rig.node("south-edge-1", "op1");
          for (int i = 0; i < 4; i++) {
            NodeId core = rig.node((i < 2 ? "north" : "south") + "-core-" + i, "op1");
            int baseMs = 20 + random.nextInt(60);
            rig.rtt(core, baseMs);
            rig.jitterMs.put(RoutingRig.open(core), baseMs / 3);
          }
          rig.rtt(origin, 90);
          rig.jitterMs.put(RoutingRig.open(origin), 30);
          rig.follow(origin);
          rig.advanceMs(300_000);
          assertThat(moves(rig)).isLessThanOrEqualTo(2);
          assertThat(rig.changes).hasSizeLessThanOrEqualTo(8);
        });
  }

  @Test
  void aLinkThatComesAndGoesMovesAStreamTwiceAMinuteAtMost() {
    Seeds.check(
        Seeds.count(10),
        random -> {
          RoutingRig rig = new RoutingRig("north-edge-1");
          rig.node("north-edge-1", "op1");
          NodeId mid = rig.node("north-mid-1", "op1");
          rig.node("north-mid-2", "op1");
          NodeId origin = rig.node("south-edge-1", "op1");
          rig.follow(origin);
          for (int i = 0; i < 20; i++) {
            rig.advanceMs(3_000 + random.nextInt(6_000));
            if (!rig.silent.remove(RoutingRig.open(mid))) {
              rig.silent.add(RoutingRig.open(mid));
            }
          }
          assertThat(moves(rig)).isLessThanOrEqualTo(5); // two minutes
        });
  }

  private static long moves(RoutingRig rig) {
    return rig.changes.stream()
        .filter(change -> change.cause() != RouteChange.Cause.STANDBY)
        .count();
  }

  private static RoutingRig network(Random random) {
    List<String> tiers = List.of("edge", "mid", "core");
    String self = "r0-" + tiers.get(random.nextInt(3)) + "-self";
    RoutingRig rig = new RoutingRig(self);
    rig.node(self, operators(random));
    int count = 3 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      String tier = tiers.get(random.nextInt(3));
      NodeId node = rig.node("r" + random.nextInt(3) + "-" + tier + "-" + i, operators(random));
      rig.at(node, "host-" + random.nextInt(count), random.nextInt(4) == 0 ? "line" : null);
      rig.rtt(node, 1 + random.nextInt(200));
    }
    return rig;
  }

  private static String[] operators(Random random) {
    Set<String> some = new TreeSet<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      some.add("op" + random.nextInt(3));
    }
    return some.toArray(String[]::new);
  }

  private static NodeId any(RoutingRig rig, Random random) {
    List<NodeId> all = new ArrayList<>(rig.records.keySet());
    all.remove(rig.self);
    return all.get(random.nextInt(all.size()));
  }

  /// Up to two nodes that could be below this one.
  private static List<NodeId> below(RoutingRig rig, Random random) {
    List<NodeId> below = new ArrayList<>();
    for (NodeRecord node : rig.records.values()) {
      boolean lower = node.tier() == Tier.EDGE && !node.id().equals(rig.self);
      if (lower && below.size() < 2 && random.nextBoolean()) {
        below.add(node.id());
      }
    }
    return below;
  }

  private static List<NodeRecord> chain(RoutingRig rig, Way way, List<NodeId> below) {
    List<NodeRecord> chain = new ArrayList<>();
    below.forEach(id -> chain.add(rig.record(id)));
    chain.add(rig.record(rig.self));
    chain.add(rig.record(way.node()));
    Collections.reverse(chain);
    return chain;
  }

  private static String host(RoutingRig rig, NodeId node) {
    return Objects.requireNonNull(rig.record(node).addresses().get("relay")).host();
  }
}
