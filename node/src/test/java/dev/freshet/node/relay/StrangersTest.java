package dev.freshet.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.CallLimits;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.StandbyRule;
import dev.freshet.protocol.relay.RelayMessage;
import dev.freshet.protocol.relay.RelayWriter;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whoever is not of the cluster is refused on the port between nodes, with the reason, and harms
/// nothing.
class StrangersTest {
  private static final ClusterLimits LIMITS =
      new ClusterLimits(
          1_000, 3, 1 << 20, 10, 10_000, 3_000, StandbyRule.DEFAULTS, CallLimits.DEFAULTS);

  private final RelayNet net = new RelayNet(new SimulatedLoops(2, 1));
  private final RelayedNode node = new RelayedNode(net, 1, RelayedNode.SECRET, 1, LIMITS);

  @AfterEach
  void nothingIsLeft() {
    node.close();
    net.passMs(20_000);
    assertThat(node.counters.connections).hasValue(0);
    assertThat(net.allocator.metric().usedDirectMemory()).isZero();
    assertThat(net.allocator.metric().usedHeapMemory()).isZero();
  }

  @Test
  void aNodeWithAnotherSecretIsRefused() {
    node.publish();
    node.passMs(1_000);
    RelayedNode other = new RelayedNode(net, 2, "a secret of somebody else", 1, LIMITS, 1);
    other.open(0);
    net.passMs(6_000);
    assertThat(node.faults.count("relay", "wrong-secret")).isPositive();
    assertThat(other.faults.count("relay", "wrong-secret")).isPositive();
    assertThat(node.counters.children).hasValue(0);
  }

  @Test
  void aNodeOfAnotherVersionIsRefused() {
    node.publish();
    RelayedNode other = new RelayedNode(net, 2, RelayedNode.SECRET, 9, LIMITS, 1);
    other.open(0);
    net.passMs(6_000);
    assertThat(node.faults.count("relay", "wrong-version")).isPositive();
    assertThat(other.faults.count("relay", "wrong-version")).isPositive();
  }

  @Test
  void garbageEndsItsConnectionAlone() {
    node.publish();
    RelayedNode child = new RelayedNode(net, 2, 1);
    node.passMs(1_000);
    Watching watching = child.watch();
    Seeds.check(
        50,
        random -> {
          byte[] garbage = new byte[1 + random.nextInt(3_000)];
          random.nextBytes(garbage);
          EmbeddedChannel stranger = net.connect(node);
          net.loops.runOn(0, () -> stranger.writeInbound(Unpooled.wrappedBuffer(garbage)));
          node.passMs(20);
          RelayNet.finish(stranger);
        });
    int before = watching.bytes();
    node.passMs(1_500);
    assertThat(watching.bytes()).isGreaterThan(before);
    assertThat(watching.closed).isNull();
    child.close();
    net.passMs(20_000);
  }

  @Test
  void whatIsSaidBeforeItsTimeIsRefusedWithTheReason() {
    EmbeddedChannel stranger = net.connect(node);
    say(
        stranger,
        new RelayMessage.Subscribe(
            RelayedNode.KEY, new RelayMessage.From.Live(), false, List.of(new NodeId("x")), 3));
    assertThat(heard(stranger)).contains("out-of-order", "Subscribe");
    assertThat(stranger.isOpen()).isFalse();
    assertThat(node.faults.count("relay", "out-of-order")).isEqualTo(1);
  }

  @Test
  void whoSaysNothingGoes() {
    EmbeddedChannel stranger = net.connect(node);
    net.passMs(900);
    assertThat(stranger.isOpen()).isTrue();
    net.passMs(200);
    assertThat(stranger.isOpen()).isFalse();
    assertThat(node.faults.count("relay", "limit:cluster.handshakeTimeout")).isEqualTo(1);
  }

  @Test
  void connectionsAreLimited() {
    List<EmbeddedChannel> strangers =
        List.of(net.connect(node), net.connect(node), net.connect(node), net.connect(node));
    assertThat(strangers.stream().filter(EmbeddedChannel::isOpen)).hasSize(3);
    assertThat(node.faults.count("relay", "limit:cluster.maxConnections")).isEqualTo(1);
  }

  private void say(EmbeddedChannel stranger, RelayMessage message) {
    ByteBuf bytes = Unpooled.buffer();
    RelayWriter.write(message, bytes);
    net.loops.runOn(0, () -> stranger.writeInbound(bytes));
    net.settle();
  }

  private static String heard(EmbeddedChannel stranger) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf part = stranger.readOutbound(); part != null; part = stranger.readOutbound()) {
      all.append(part.toString(StandardCharsets.UTF_8));
      part.release();
    }
    return all.toString();
  }
}
