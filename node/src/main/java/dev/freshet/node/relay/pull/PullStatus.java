package dev.freshet.node.relay.pull;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// By which ways a stream comes to this node at the moment. A value: no owner.
///
/// @param parent the node that feeds it, or null while none does
/// @param parentAddress of that node, or null
/// @param standby the node that stands by, or null if none does
/// @param path the nodes that it passes, its origin first, the parent last
public record PullStatus(
    @Nullable NodeId parent,
    @Nullable HostPort parentAddress,
    @Nullable NodeId standby,
    List<NodeId> path) {
  public PullStatus {
    path = List.copyOf(path);
  }
}
