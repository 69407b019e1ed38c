package dev.freshet.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.CallLimits;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.StandbyRule;
import dev.freshet.contract.service.StandbyMode;
import dev.freshet.hub.EndReason;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An edge with two ways to a stream loses none of it, whatever happens to one of them. Origin, two
/// nodes in between, edge.
class SwitchTest {
  private static final int ORIGIN = 1;
  private static final int LEFT = 2;
  private static final int RIGHT = 3;
  private static final int EDGE = 4;

  private RelayNet net = new RelayNet(new SimulatedLoops(2, 1));
  private final List<RelayedNode> nodes = new ArrayList<>();
  private RelayedNode origin = node(ORIGIN, StandbyMode.WARM);
  private RelayedNode left = node(LEFT, StandbyMode.WARM, ORIGIN);
  private RelayedNode right = node(RIGHT, StandbyMode.WARM, ORIGIN);
  private RelayedNode edge = node(EDGE, StandbyMode.WARM, LEFT, RIGHT);

  private RelayedNode node(int port, StandbyMode mode, int... parents) {
    ClusterLimits usual = ClusterLimits.DEFAULTS;
    ClusterLimits limits =
        new ClusterLimits(
            usual.handshakeTimeoutMs(),
            usual.maxConnections(),
            usual.maxMessageBytes(),
            usual.maxLookups(),
            usual.retryMs(),
            usual.silenceMs(),
            new StandbyRule(mode, 400, 600),
            CallLimits.DEFAULTS);
    RelayedNode node = new RelayedNode(net, port, RelayedNode.SECRET, 1, limits, parents);
    nodes.add(node);
    return node;
  }

  private void build(long seed, StandbyMode mode) {
    net = new RelayNet(new SimulatedLoops(2, seed));
    nodes.clear();
    origin = node(ORIGIN, mode);
    left = node(LEFT, mode, ORIGIN);
    right = node(RIGHT, mode, ORIGIN);
    edge = node(EDGE, mode, LEFT, RIGHT);
  }

  @AfterEach
  void giveEverythingBack() {
    nodes.forEach(node -> net.restore(node.address));
    nodes.forEach(RelayedNode::close);
    net.passMs(RelayedNode.SERVICE.lingerMs() + 6_000);
    assertThat(net.links()).isEmpty();
    assertThat(nodes).allMatch(node -> node.fanout.faults.sum() == 0);
    assertThat(nodes).allMatch(node -> node.counters.children.get() == 0);
    assertThat(nodes).allMatch(node -> node.counters.pulls.get() == 0);
    assertThat(nodes).allMatch(node -> node.counters.standbys.get() == 0);
    assertThat(net.allocator.metric().usedDirectMemory()).isZero();
    assertThat(net.allocator.metric().usedHeapMemory()).isZero();
  }

  /// A stream that the edge watches, by one way and with the other one ready.
  private Scene begin() {
    origin.publish();
    origin.passMs(1_500);
    Scene scene = new Scene(edge.watch());
    origin.passMs(1_000);
    scene.here.widestGapMs = 0; // what was before is of no interest
    return scene;
  }

  private final class Scene {
    final Watching watching;
    final Heard there = origin.hear();
    final Heard here = edge.hear();

    Scene(Watching watching) {
      this.watching = watching;
    }

    void assertNothingLost() {
      assertThat(here.sequences()).hasSizeGreaterThan(100).isEqualTo(there.sequencesSince(here));
      assertThat(here.frames).isEqualTo(there.since(here));
      assertThat(here.skipped).isZero();
      assertThat(edge.fanout.lostFrames.sum()).isZero();
      assertThat(watching.closed).isNull();
      assertThat(watching.timesMs()).isSorted();
    }
  }

  @Test
  void aWarmStandbyCarriesHeadersAloneAndNothingOfThemReachesTheStream() {
    Scene scene = begin();
    origin.passMs(2_000);
    assertThat(edge.counters.standbys).hasValue(1);
    assertThat(right.counters.children).hasValue(1);
    assertThat(edge.fanout.duplicateFrames.sum()).isZero();
    assertThat(edge.counters.spareFrames.sum()).isZero();
    scene.assertNothingLost();
  }

  @Test
  void aKilledParentIsReplacedAtOnce() {
    Scene scene = begin();
    net.kill(left.address);
    origin.passMs(2_000);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(100);
    assertThat(edge.counters.switches.sum()).isEqualTo(1);
    assertThat(edge.counters.pulls).hasValue(1);
  }

  @Test
  void aFrozenParentIsLeftWhenTheOtherOneIsAhead() {
    Scene scene = begin();
    net.stop(left.address);
    origin.passMs(3_000);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(600);
    assertThat(edge.counters.switches.sum()).isEqualTo(1);
  }

  @Test
  void aFrozenParentIsLeftWithAColdStandbyToo() {
    build(1, StandbyMode.COLD);
    Scene scene = begin();
    assertThat(edge.counters.standbys).hasValue(0);
    assertThat(right.counters.children).hasValue(0);
    net.stop(left.address);
    origin.passMs(3_000);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(900);
  }

  @Test
  void withAHotStandbyNobodyNoticesThatAParentIsKilled() {
    build(1, StandbyMode.HOT);
    Scene scene = begin();
    net.kill(left.address);
    origin.passMs(2_000);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(60);
    assertThat(edge.counters.spareFrames.sum()).isPositive();
  }

  @Test
  void withAHotStandbyAFrozenParentCostsNothing() {
    build(1, StandbyMode.HOT);
    Scene scene = begin();
    net.stop(left.address);
    origin.passMs(2_000);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(60);
  }

  @Test
  void aPublisherThatPausesChangesNothing() {
    begin();
    net.passMs(5_000);
    assertThat(edge.counters.switches.sum()).isZero();
    assertThat(edge.counters.parentsLost.sum()).isZero();
    assertThat(edge.counters.standbysLost.sum()).isZero();
  }

  @Test
  void aNodeThatSleptItselfBlamesNobody() {
    Scene scene = begin();
    net.loops.stallMs(4_000);
    origin.passMs(1_000);
    assertThat(edge.counters.parentsLost.sum()).isZero();
    scene.assertNothingLost();
  }

  @Test
  void aSecondWayThatIsLostIsReplaced() {
    Scene scene = begin();
    net.kill(right.address);
    origin.passMs(1_000);
    assertThat(edge.counters.standbys).hasValue(0);
    assertThat(edge.counters.switches.sum()).isZero();
    net.restore(right.address);
    origin.passMs(15_000);
    assertThat(edge.counters.standbys).hasValue(1);
    scene.assertNothingLost();
  }

  @Test
  void aParentThatLeavesGoesOnUntilTheNextOneHasTakenOver() {
    Scene scene = begin();
    left.protocol.drain();
    origin.passMs(400);
    assertThat(left.counters.children).hasValue(0);
    origin.passMs(2_000);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(60);
    assertThat(edge.counters.parentsLost.sum()).isZero();
    assertThat(edge.counters.switches.sum()).isEqualTo(1);
  }

  @Test
  void aParentThatLeavesIsReplacedWithoutAStandbyToo() {
    build(1, StandbyMode.COLD);
    Scene scene = begin();
    left.protocol.drain();
    origin.passMs(2_400);
    assertThat(left.counters.children).hasValue(0);
    scene.assertNothingLost();
    assertThat(scene.here.widestGapMs).isLessThan(60);
  }

  @Test
  void aBetterParentTakesOverWithoutLoss() {
    List<HostPort> order = new ArrayList<>(List.of(left.address, right.address));
    edge = new RelayedNode(net, EDGE, (_, _, answer) -> answer.accept(List.copyOf(order)));
    nodes.add(edge);
    Scene scene = begin();
    assertThat(edge.pulls.pathOf(RelayedNode.KEY)).hasSize(2).last().hasToString("n" + LEFT);

    improve(order, right); // which stands by
    assertThat(edge.pulls.pathOf(RelayedNode.KEY)).last().hasToString("n" + RIGHT);
    improve(order, origin); // which nobody has asked so far
    assertThat(edge.pulls.pathOf(RelayedNode.KEY)).hasSize(1);
    improve(order, origin);

    assertThat(edge.counters.parentsLost.sum()).isZero();
    assertThat(scene.here.widestGapMs).isLessThan(60);
    scene.assertNothingLost();
  }

  private void improve(List<HostPort> order, RelayedNode best) {
    order.remove(best.address);
    order.addFirst(best.address);
    edge.pulls.improve(RelayedNode.KEY);
    origin.passMs(3_000);
  }

  @Test
  void wishesOfNodesBelowReachThePublisherOnceASecond() {
    begin();
    for (int i = 0; i < 30; i++) {
      edge.stream().requestKeyframe();
      edge.stream().targetBitrate(1_000_000);
      edge.stream().reconnectPublisher();
      origin.passMs(100);
    }
    assertThat(origin.wishes()).contains("keyframe", "bitrate 1000000", "reconnect");
    assertThat(origin.wishes()).hasSizeBetween(6, 12);
  }

  @Test
  void aStreamThatEndsIsOverForBothWays() {
    Scene scene = begin();
    origin.unpublish();
    net.passMs(RelayedNode.SERVICE.graceMs() + 200);
    assertThat(scene.watching.closed).isEqualTo(EndReason.GRACE_EXPIRED);
    assertThat(scene.here.skipped).isZero();
    assertThat(edge.counters.standbys).hasValue(0);
  }

  @Test
  void nothingIsLostOverManyKills() {
    for (StandbyMode mode : StandbyMode.values()) {
      Seeds.check(
          3,
          random -> {
            build(random.nextLong(), mode);
            Scene scene = begin();
            for (int i = 0; i < 6; i++) {
              strike(random);
            }
            origin.passMs(3_000);
            scene.assertNothingLost();
            giveEverythingBack();
          });
    }
  }

  /// One of the two in between dies, is stopped, is cut off for a moment, or leaves; then it is
  /// back.
  private void strike(Random random) {
    HostPort struck = (random.nextBoolean() ? left : right).address;
    switch (random.nextInt(3)) {
      case 0 -> net.kill(struck);
      case 1 -> net.stop(struck);
      default -> net.cut(struck);
    }
    origin.passMs(200 + random.nextInt(1_800));
    net.restore(struck);
    origin.passMs(200 + random.nextInt(2_500));
  }
}
