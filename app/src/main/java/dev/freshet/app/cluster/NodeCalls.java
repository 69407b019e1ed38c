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

  private static final int ASK_MS = 1_000;

  private final Loop home;
  private final Function<NodeId, @Nullable HostPort> addresses;
  private @Nullable PeerCalls calls; // null until the node has its port

  /// @param addresses where other nodes' ports are, null for those that are not known
  NodeCalls(Loop home, Function<NodeId, @Nullable HostPort> addresses) {
    this.home = home;
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
      present.ping(address, (int) timeoutMs, home, told -> answer.accept(probed(node.id(), told)));
    }
  }

  private static ProbeAnswer probed(NodeId asked, PingAnswer told) {
    return switch (told) {
      case PingAnswer.Measured measured ->
          measured.peer().node().equals(asked)
              ? new ProbeAnswer.Alive(measured.peer().boot())
              : new ProbeAnswer.Silent("another node answers: " + measured.peer().node());
      case PingAnswer.Failed failed -> new ProbeAnswer.Silent(failed.reason());
    };
  }

  @Override
  public void ask(NodeId peer, StreamKey key, Consumer<Whereabouts> answer) {
    ask(peer, PeerTalk.where(key), bytes -> answer.accept(PeerTalk.whereabouts(bytes)));
  }

  @Override
  public void announce(NodeId peer, List<StreamRecord> streams, Consumer<List<Newer>> newer) {
    for (byte[] question : PeerTalk.told(streams)) {
      ask(peer, question, bytes -> newer.accept(PeerTalk.newer(bytes)));
    }
  }

  /// Tells whoever gave something of an epoch that is over.
  void tellStale(HostPort giver, StreamKey key, Epoch newest) {
    ask(giver, PeerTalk.stale(key, newest), _ -> {});
  }

  private void ask(NodeId peer, byte[] question, Consumer<byte[]> answer) {
    HostPort address = addresses.apply(peer);
    if (address != null) {
      ask(address, question, answer);
    }
  }

  private void ask(HostPort address, byte[] question, Consumer<byte[]> answer) {
    PeerCalls present = calls;
    if (present != null) {
      present.ask(
          address,
          TOPIC,
          question,
          ASK_MS,
          home,
          told -> {
            if (told instanceof AskAnswer.Answered answered) {
              answer.accept(answered.bytes());
            }
          });
    }
  }
}
