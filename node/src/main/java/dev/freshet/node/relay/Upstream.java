package dev.freshet.node.relay;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Locator;
import dev.freshet.protocol.relay.RelayMessage.Subscribe;
import java.util.List;
import java.util.function.Consumer;

/// Where streams come from that are not published at this node. Thread-safe.
public interface Upstream {
  /// Looks for a stream on other nodes.
  ///
  /// @param ask of the node that would get it through this one
  /// @param loop where `answer` is called, once, later or at once
  void locate(Subscribe ask, Loop loop, Consumer<Locator.Answer> answer);

  /// The nodes that the stream passes on its way to this one, its origin first; empty if it is
  /// published here.
  List<NodeId> pathOf(StreamKey key);

  /// Whether this node is asking that one for the stream, and has no answer yet.
  boolean isAsking(StreamKey key, NodeId node);
}
