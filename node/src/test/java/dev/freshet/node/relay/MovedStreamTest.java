package dev.freshet.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.node.relay.pull.StreamFinder;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A stream that goes to another origin, or comes to one: nodes that want it follow at once.
class MovedStreamTest {
  private static final int ORIGIN = 1;
  private static final int OTHER = 2;
  private static final int EDGE = 3;

  private final RelayNet net = new RelayNet(new SimulatedLoops(2, 1));
  private final RelayedNode origin = new RelayedNode(net, ORIGIN);
  private final RelayedNode other = new RelayedNode(net, OTHER);
  private final Told told = new Told();
  private final RelayedNode edge = new RelayedNode(net, EDGE, told);

  /// Finds both origins, and notes what it is told.
  private static final class Told implements StreamFinder {
    final List<HostPort> absent = new ArrayList<>();
    final List<Epoch> given = new ArrayList<>();

    @Override
    public void find(StreamKey key, Loop loop, Consumer<List<HostPort>> answer) {
      answer.accept(List.of(RelayedNode.address(ORIGIN), RelayedNode.address(OTHER)));
    }

    @Override
    public void absent(StreamKey key, HostPort address) {
      absent.add(address);
    }

    @Override
    public void given(StreamKey key, HostPort address, Epoch epoch) {
      given.add(epoch);
    }
  }

  @AfterEach
  void giveEverythingBack() {
    List.of(origin, other, edge).forEach(RelayedNode::close);
    net.passMs(RelayedNode.SERVICE.lingerMs() + 6_000);
    assertThat(net.links()).isEmpty();
    assertThat(edge.counters.pulls).hasValue(0);
    assertThat(net.allocator.metric().usedDirectMemory()).isZero();
    assertThat(net.allocator.metric().usedHeapMemory()).isZero();
  }

  @Test
  void aParentThatGivesWhatIsOverIsLeftForTheNewOrigin() {
    origin.publish();
    origin.passMs(1_500);
    Watching watching = edge.watch();
    Heard here = edge.hear();
    origin.passMs(1_000);
    other.publish();
    other.passMs(1_500);
    moved(other);
    other.passMs(2_000);
    assertThat(here.stamps().getLast().epoch()).isEqualTo(epoch(other));
    assertThat(origin.counters.children).hasValue(0);
    assertThat(edge.counters.pulls).hasValue(1);
    assertThat(watching.closed).isNull();
    assertThat(watching.timesMs()).isSorted();
    assertThat(told.given).containsOnly(epoch(origin), epoch(other));
  }

  @Test
  void theNewestEpochThatCameIsNotLeft() {
    origin.publish();
    origin.passMs(1_500);
    edge.watch();
    moved(origin);
    net.loops.runOn(
        0, () -> edge.pulls.moved(RelayedNode.KEY, new Epoch(1, new NodeId("long-ago"))));
    origin.passMs(500);
    assertThat(edge.counters.parentsLost.sum()).isZero();
    assertThat(edge.counters.switches.sum()).isZero();
  }

  @Test
  void whoWaitsIsServedAsSoonAsTheStreamIsThere() {
    edge.open(1);
    net.passMs(100);
    assertThat(told.absent)
        .containsExactly(RelayedNode.address(ORIGIN), RelayedNode.address(OTHER));
    other.publish();
    other.passMs(40);
    assertThat(edge.answers).isEmpty();
    moved(other);
    assertThat(edge.answers).singleElement().isInstanceOf(OpenAnswer.Opened.class);
  }

  private void moved(RelayedNode to) {
    net.loops.runOn(0, () -> edge.pulls.moved(RelayedNode.KEY, epoch(to)));
    net.settle();
  }

  private static Epoch epoch(RelayedNode node) {
    return Objects.requireNonNull(node.stream().epoch());
  }
}
