package dev.freshet.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Refusal;
import dev.freshet.media.Stamp;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is pushed at one node plays at another, from frames that carry the stamps of the first.
class RelayTest {
  private static final int ORIGIN = 1;
  private static final int EDGE = 2;
  private static final int TRACKS = 2;

  private final RelayNet net = new RelayNet(new SimulatedLoops(2, 1));
  private final List<RelayedNode> nodes = new ArrayList<>();
  private final RelayedNode origin = node(ORIGIN);
  private final RelayedNode edge = node(EDGE, ORIGIN);

  private RelayedNode node(int port, int... parents) {
    RelayedNode node = new RelayedNode(net, port, parents);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void giveEverythingBack() {
    nodes.forEach(RelayedNode::close);
    net.passMs(RelayedNode.SERVICE.lingerMs() + 6_000);
    assertThat(net.links()).isEmpty();
    assertThat(nodes).allMatch(node -> node.fanout.faults.sum() == 0);
    assertThat(nodes).allMatch(node -> node.counters.children.get() == 0);
    assertThat(nodes).allMatch(node -> node.counters.pulls.get() == 0);
    assertThat(net.allocator.metric().usedDirectMemory()).isZero();
    assertThat(net.allocator.metric().usedHeapMemory()).isZero();
  }

  @Test
  void whatIsPushedAtOneNodePlaysAtAnother() {
    origin.publish();
    origin.passMs(2_000);
    Watching watching = edge.watch();
    Heard there = origin.hear();
    Heard here = edge.hear();
    origin.passMs(4_000);
    assertThat(here.frames).hasSizeGreaterThan(200).isEqualTo(there.since(here));
    assertThat(watching.timesMs()).hasSizeGreaterThan(200);
    assertThat(edge.stream().epoch()).isEqualTo(origin.stream().epoch());
    assertThat(edge.fanout.lostFrames.sum()).isZero();
    assertThat(edge.fanout.duplicateFrames.sum()).isZero();
  }

  @Test
  void segmentsAreTheSameOnBothNodesToTheByte() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    Packager there = origin.packager();
    Packager here = edge.packager();
    origin.passMs(8_000);
    List<PackagedSegment> segments = here.window().segments();
    assertThat(segments).hasSizeGreaterThan(4);
    for (PackagedSegment segment : segments) {
      long number = segment.number();
      assertThat(read(here, shelf -> shelf.transportStream(number)))
          .isNotNull()
          .isEqualTo(read(there, shelf -> shelf.transportStream(number)));
      for (int i = 0; i < TRACKS; i++) {
        int track = i;
        assertThat(read(here, shelf -> shelf.fragments(number, track)))
            .isNotNull()
            .isEqualTo(read(there, shelf -> shelf.fragments(number, track)));
      }
    }
    assertThat(watching.closed).isNull();
    here.close();
    there.close();
  }

  private byte @Nullable [] read(
      Packager packager, Function<Packager.Shelf, @Nullable ByteBuf> what) {
    AtomicReference<byte @Nullable []> bytes = new AtomicReference<>();
    packager.read(
        net.loops.loop(0),
        what,
        found -> {
          if (found != null) {
            bytes.set(ByteBufUtil.getBytes(found));
            found.release();
          }
        });
    net.settle();
    return bytes.get();
  }

  @Test
  void aThousandViewersAtOnceCauseOnePull() {
    origin.publish();
    origin.passMs(1_500);
    for (int i = 0; i < 1_000; i++) {
      edge.open(i % 2);
    }
    net.settle();
    assertThat(edge.answers).hasSize(1_000).allMatch(OpenAnswer.Opened.class::isInstance);
    assertThat(net.dialed()).isEqualTo(1);
    assertThat(origin.counters.children).hasValue(1);
    assertThat(edge.counters.pullsStarted.sum()).isEqualTo(1);
  }

  @Test
  void aStreamThatIsNowhereIsAskedForOnceASecond() {
    for (int i = 0; i < 1_000; i++) {
      edge.open(i % 2);
      net.passMs(i % 2);
    }
    net.passMs(490);
    assertThat(net.dialed()).isEqualTo(1);
    net.passMs(6_000);
    assertThat(net.dialed()).isLessThan(8);
    assertThat(edge.answers).hasSize(1_000).allMatch(RelayTest::isNotFound);
  }

  private static boolean isNotFound(OpenAnswer answer) {
    return answer instanceof OpenAnswer.Refused(var refusal)
        && refusal.reason() == Refusal.Reason.NOT_FOUND;
  }

  @Test
  void aViewerWhoCameBeforeThePublisherIsServedToo() {
    edge.open(1);
    net.passMs(1_700);
    origin.publish();
    origin.passMs(1_000);
    assertThat(edge.answers).singleElement().isInstanceOf(OpenAnswer.Opened.class);
  }

  @Test
  void theNextParentIsAskedWhereOneDoesNotHaveIt() {
    RelayedNode other = node(3, 9, EDGE, ORIGIN); // nobody is at 9
    origin.publish();
    origin.passMs(1_500);
    other.watch();
    assertThat(other.counters.pulls).hasValue(1);
    assertThat(other.stream().epoch()).isEqualTo(origin.stream().epoch());
  }

  @Test
  void aNodeInBetweenPullsOnceForAllBelow() {
    RelayedNode left = node(3, EDGE);
    RelayedNode right = node(4, EDGE);
    origin.publish();
    origin.passMs(1_500);
    left.watch();
    right.watch();
    Heard there = origin.hear();
    Heard here = left.hear();
    origin.passMs(2_000);
    assertThat(here.frames).hasSizeGreaterThan(100).isEqualTo(there.since(here));
    assertThat(origin.counters.children).hasValue(1);
    assertThat(edge.counters.children).hasValue(2);
  }

  @Test
  void thePullEndsSomeTimeAfterItsLastViewer() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    origin.passMs(25_000);
    assertThat(edge.counters.pulls).hasValue(1);
    Heard here = edge.hear();
    watching.leave();
    origin.passMs(RelayedNode.SERVICE.lingerMs() - 1_000);
    assertThat(edge.counters.pulls).hasValue(1);
    origin.passMs(2_000);
    assertThat(edge.counters.pulls).hasValue(0);
    assertThat(origin.counters.children).hasValue(0);
    assertThat(here.ended).isEqualTo(EndReason.LEFT);
    assertThat(here.skipped).as("the last segment is not whole").isPositive();
  }

  @Test
  void aStreamThatEndsEndsEverywhereForTheSameReason() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    Heard here = edge.hear();
    origin.unpublish();
    net.passMs(RelayedNode.SERVICE.graceMs() - 100);
    assertThat(watching.closed).isNull();
    net.passMs(200);
    assertThat(watching.closed).isEqualTo(EndReason.GRACE_EXPIRED);
    assertThat(here.ended).isEqualTo(EndReason.GRACE_EXPIRED);
    assertThat(here.skipped).as("all of it came").isZero();
    assertThat(edge.registry.find(RelayedNode.KEY)).isNull();
  }

  @Test
  void aConnectionThatBreaksCostsNoFrame() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    Heard there = origin.hear();
    Heard here = edge.hear();
    for (int i = 0; i < 5; i++) {
      origin.passMs(730);
      net.cut(origin.address);
    }
    origin.passMs(3_000);
    assertThat(here.frames).hasSizeGreaterThan(200).isEqualTo(there.since(here));
    assertThat(here.skipped).isZero();
    assertThat(edge.fanout.lostFrames.sum()).isZero();
    assertThat(edge.counters.parentsLost.sum()).isEqualTo(5);
    assertThat(watching.closed).isNull();
  }

  @Test
  void aParentThatFallsSilentIsLeftForTheNext() {
    RelayedNode mid = node(3, ORIGIN);
    RelayedNode viewed = node(4, 3, ORIGIN);
    origin.publish();
    origin.passMs(1_500);
    Watching watching = viewed.watch();
    Heard there = origin.hear();
    Heard here = viewed.hear();
    origin.passMs(1_000);
    net.freeze(mid.address);
    net.close(mid.address); // and nobody takes its place
    origin.passMs(8_000);
    assertThat(watching.closed).isNull();
    assertThat(here.stamps().getLast()).isEqualTo(there.stamps().getLast());
  }

  @Test
  void viewersStayWhenTheirParentIsStartedAnew() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    Heard here = edge.hear();
    origin.passMs(2_000);
    Stamp before = here.stamps().getLast();
    net.close(origin.address);
    origin.close();
    net.passMs(4_000);
    RelayedNode again = node(ORIGIN);
    net.passMs(3_000);
    again.publish();
    again.passMs(6_000);
    assertThat(watching.closed).isNull();
    assertThat(here.stamps().getLast().epoch()).isGreaterThan(before.epoch());
    assertThat(here.stamps().getLast().epoch()).isEqualTo(again.stream().epoch());
    assertThat(here.skipped).as("nobody knows what was lost").isPositive();
    assertThat(watching.timesMs()).isSorted();
  }

  @Test
  void viewersGoWhenNoParentComesBack() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    net.close(origin.address);
    net.passMs(29_000);
    assertThat(watching.closed).isNull();
    net.passMs(4_000);
    assertThat(watching.closed).isEqualTo(EndReason.CONNECTION_LOST);
  }

  @Test
  void aStreamNeverComesBackToWhereItWas() {
    RelayedNode one = node(5, 6);
    RelayedNode two = node(6, 7);
    RelayedNode three = node(7, 5);
    for (RelayedNode node : List.of(one, two, three)) {
      node.open(0);
      node.open(1);
    }
    net.passMs(7_000);
    assertThat(List.of(one, two, three))
        .allMatch(node -> node.answers.size() == 2)
        .allMatch(node -> node.answers.stream().allMatch(RelayTest::isNotFound));
    assertThat(net.dialed()).isLessThan(60);
  }

  @Test
  void aWayOfMoreThanFiveNodesIsRefused() {
    RelayedNode third = node(3, EDGE);
    RelayedNode fourth = node(4, 3);
    RelayedNode fifth = node(5, 4);
    RelayedNode sixth = node(6, 5);
    origin.publish();
    origin.passMs(1_500);
    fifth.watch();
    assertThat(third.counters.pulls).hasValue(1);
    assertThat(fourth.counters.children).hasValue(1);
    sixth.open(0);
    net.passMs(6_000);
    assertThat(sixth.answers).singleElement().matches(RelayTest::isNotFound);
    assertThat(fifth.counters.subscriptionsRefused.sum()).isPositive();
  }

  @Test
  void otherStreamsAreNotFoundByTheirNeighboursNames() {
    origin.publish();
    origin.passMs(1_000);
    StreamKey other = StreamKey.of("default/live/other");
    net.loops.runOn(
        0,
        () -> edge.registry.open(other, RelayedNode.SERVICE, net.loops.loop(0), edge.answers::add));
    net.passMs(6_000);
    assertThat(edge.answers).singleElement().matches(RelayTest::isNotFound);
    assertThat(origin.stream().viewers()).isZero();
  }
}
