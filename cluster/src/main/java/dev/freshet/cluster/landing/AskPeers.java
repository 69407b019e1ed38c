package dev.freshet.cluster.landing;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.List;
import java.util.function.Consumer;

/// The way from one node's landing to another's, past the store. Given by whoever has sockets; the
/// other end calls [Origins#answer] and [Origins#announced].
public interface AskPeers {
  /// Asks `peer` what it knows of `key`. Best effort.
  ///
  /// @param answer called at most once, later, on the landing's loop
  void ask(NodeId peer, StreamKey key, Consumer<Whereabouts> answer);

  /// Tells `peer` of streams that this node holds, or held. Best effort.
  ///
  /// @param newer called at most once, later, on the landing's loop, with those of which the peer
  ///   knows a newer epoch
  void announce(NodeId peer, List<StreamRecord> streams, Consumer<List<Newer>> newer);

  /// The highest epoch of a stream that a peer has seen.
  record Newer(StreamKey key, Epoch epoch) {}
}
