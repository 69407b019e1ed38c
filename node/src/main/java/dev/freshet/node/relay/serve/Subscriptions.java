package dev.freshet.node.relay.serve;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.Upstream;
import dev.freshet.protocol.relay.RelayMessage.Subscribe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Finds the streams that other nodes ask for, here or further up, on ways that have no loops.
/// Thread-safe.
public final class Subscriptions {
  /// What became of a subscription.
  sealed interface Answer {
    /// @param path the nodes that the stream passes, its origin first, this node last
    record Opened(Stream stream, Epoch epoch, List<NodeId> path) implements Answer {}

    /// @param code stable, for programs
    record Refused(String code, String reason) implements Answer {}
  }

  private final RelayNode node;
  private final StreamRegistry registry;
  private final PlayGate gate;
  private final Upstream upstream;
  private volatile boolean draining;

  public Subscriptions(RelayNode node, StreamRegistry registry, PlayGate gate, Upstream upstream) {
    this.node = node;
    this.registry = registry;
    this.gate = gate;
    this.upstream = upstream;
  }

  /// Nobody is let in any more.
  void drain() {
    draining = true;
  }

  /// Finds a stream for `child` and answers on `loop`, where it is called, at once or later.
  void open(Subscribe ask, NodeId child, Loop loop, Consumer<Answer> answer) {
    assert loop.inLoop();
    if (draining) {
      answer.accept(new Answer.Refused("draining", "this node is leaving"));
    } else if (ask.path().contains(node.id()) || upstream.isAsking(ask.key(), child)) {
      answer.accept(loop(ask.path()));
    } else if (registry.find(ask.key()) != null || ask.hopsLeft() <= 0) {
      answer.accept(found(ask, child));
    } else {
      upstream.locate(ask, loop, _ -> answer.accept(found(ask, child)));
    }
  }

  /// The stream as it is here now, whether it was found up there or came by itself.
  private Answer found(Subscribe ask, NodeId child) {
    Stream stream = registry.find(ask.key());
    Epoch epoch = stream == null ? null : stream.epoch();
    if (stream == null || epoch == null) {
      return new Answer.Refused("not-found", "no stream " + ask.key() + " is being published");
    }
    List<NodeId> path = new ArrayList<>(upstream.pathOf(ask.key()));
    path.add(node.id());
    if (path.contains(child)) {
      return loop(path);
    }
    int most = node.relayLimits().maxPathNodes();
    if (path.size() >= most) {
      return new Answer.Refused(
          "too-far", "the stream passes " + path + " already (expected: " + most + " at most)");
    }
    Refusal refusal = gate.oneMore(stream);
    return refusal == null
        ? new Answer.Opened(stream, epoch, path)
        : new Answer.Refused("limit", refusal.detail());
  }

  private static Answer loop(List<NodeId> path) {
    return new Answer.Refused("loop", "the stream would come back to where it was: " + path);
  }
}
