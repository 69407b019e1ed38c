package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.AskPeers;
import dev.freshet.cluster.landing.PeerTalk;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.landing.Whereabouts;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Probe;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.calls.AskAnswer;
import dev.freshet.node.relay.calls.PeerCalls;
import dev.freshet.node.relay.calls.PingAnswer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way past the store: what membership and landing ask other nodes directly, over the port
/// between nodes. Owned by the cluster's loop.
final class NodeCalls implements AskPeers, Probe {
  /// What [PeerTalk] is about.
  static final String TOPIC = "landing";

  private static final String SAME_NODE = "same-node"; // docs/protocols/relay.md
  private static final int ASK_MS = 1_000;

  private final Loop home;
  private final NodeId self;
  private final Function<NodeId, @Nullable HostPort> addresses;
  private @Nullable PeerCalls calls; // null until the node has its port

  /// @param addresses where other nodes' ports are, null for those that are not known
  NodeCalls(Loop home, NodeId self, Function<NodeId, @Nullable HostPort> addresses) {
    this.home = home;
    this.self = self;
    this.addresses = addresses;
  }

  /// From now on others can be asked.
  void use(PeerCalls made) {
    calls = made;
  }

  @Override
  public void ask(NodeRecord node, long timeoutMs, Consumer<ProbeAnswer> answer) {
    HostPort address = node.addresses().get(MediaPort.RELAY.key());
    PeerCalls present = calls;
    if (address == null || present == null) {
      home.post(() -> answer.accept(new ProbeAnswer.Silent("it has no port between nodes")));
    } else {
      present.ping(
          address, (int) timeoutMs, home, told -> answer.accept(probed(node, address, told)));
    }
  }

  private ProbeAnswer probed(NodeRecord node, HostPort at, PingAnswer told) {
    return switch (told) {
      case PingAnswer.Measured measured when measured.peer().node().equals(node.id()) ->
          new ProbeAnswer.Alive(measured.peer().boot());
      case PingAnswer.Measured measured ->
          new ProbeAnswer.Silent("another node answers: " + measured.peer().node());
      case PingAnswer.Failed(String code, String _)
          when code.equals(SAME_NODE) && !at.equals(addresses.apply(self)) ->
          new ProbeAnswer.Alive(node.bootId()); // it has this node's name, and is not this one
      case PingAnswer.Failed(String code, String reason) ->
          new ProbeAnswer.Silent(code + ": " + reason);
    };
  }

  @Override
  public void ask(NodeId peer, StreamKey key, Consumer<Whereabouts> answer) {
    ask(
        addresses.apply(peer),
        PeerTalk.where(key),
        told ->
            answer.accept(told == null ? new Whereabouts.Unknown() : PeerTalk.whereabouts(told)));
  }

  @Override
  public void announce(NodeId peer, List<StreamRecord> streams, Consumer<List<Newer>> newer) {
    HostPort at = addresses.apply(peer);
    for (byte[] question : PeerTalk.told(streams)) {
      ask(
          at,
          question,
          told -> {
            if (told != null) {
              newer.accept(PeerTalk.newer(told));
            }
          });
    }
  }

  /// Tells whoever gave something of an epoch that is over.
  void tellStale(HostPort giver, StreamKey key, Epoch newest) {
    ask(giver, PeerTalk.stale(key, newest), _ -> {});
  }

  /// @param answer given null where there is none
  private void ask(@Nullable HostPort at, byte[] question, Consumer<byte @Nullable []> answer) {
    PeerCalls present = calls;
    if (at == null || present == null) {
      home.post(() -> answer.accept(null));
    } else {
      present.ask(at, TOPIC, question, ASK_MS, home, told -> answer.accept(bytes(told)));
    }
  }

  private static byte @Nullable [] bytes(AskAnswer told) {
    return told instanceof AskAnswer.Answered answered ? answered.bytes() : null;
  }
}
