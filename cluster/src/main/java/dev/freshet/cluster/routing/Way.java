package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;

/// One way that a stream can take to this node: whom to ask, and over which line. Immutable.
///
/// @param address of that node's port between nodes, on that line
/// @param scoreMs lower is better, see [Score]
/// @param betweenOperators no lawful way leads through it; the service allows that, and it is
///   counted
public record Way(
    LinkKey link, HostPort address, WayKind kind, int scoreMs, boolean betweenOperators) {
  public NodeId node() {
    return link.peer();
  }
}
