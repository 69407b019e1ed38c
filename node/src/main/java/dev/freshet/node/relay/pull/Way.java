package dev.freshet.node.relay.pull;

import dev.freshet.contract.NodeId;
import dev.freshet.protocol.relay.RelayMessage.From;
import java.util.ArrayList;
import java.util.List;

/// Where a stream goes that is asked for. A value: no owner.
///
/// @param path the nodes that would get it, the one that asks last
/// @param hopsLeft how many more nodes the question may pass
/// @param from where whoever asks wants it to begin
record Way(List<NodeId> path, int hopsLeft, From from) {
  Way {
    path = List.copyOf(path);
  }

  /// The same through one more node.
  Way through(NodeId node) {
    List<NodeId> longer = new ArrayList<>(path);
    longer.add(node);
    return new Way(longer, hopsLeft, from);
  }
}
