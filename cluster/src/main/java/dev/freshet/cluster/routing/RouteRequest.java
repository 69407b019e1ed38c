package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.List;
import java.util.Set;

/// What a node wants a way for. Immutable.
///
/// @param origin where the stream is pushed
/// @param below the nodes that get it through this one, the viewer's node first, the one that asks
///   this one last; empty if this node itself wants it
/// @param excluded nodes that are not to be asked, whatever they are worth
public record RouteRequest(
    StreamKey key, NodeId origin, List<NodeId> below, Set<NodeId> excluded, RoutePolicy policy) {
  public RouteRequest {
    below = List.copyOf(below);
    excluded = Set.copyOf(excluded);
  }

  /// A way to `origin` for this node's own viewers.
  public static RouteRequest of(StreamKey key, NodeId origin, RoutePolicy policy) {
    return new RouteRequest(key, origin, List.of(), Set.of(), policy);
  }

  /// The same from another origin.
  public RouteRequest withOrigin(NodeId other) {
    return new RouteRequest(key, other, below, excluded, policy);
  }

  /// The same for other nodes below.
  public RouteRequest withBelow(List<NodeId> others) {
    return new RouteRequest(key, origin, others, excluded, policy);
  }
}
