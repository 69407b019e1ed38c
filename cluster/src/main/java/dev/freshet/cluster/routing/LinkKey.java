package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;

/// A line from this node to another one. Two nodes may have one of each class.
public record LinkKey(NodeId peer, LinkClass linkClass) {
  @Override
  public String toString() {
    return peer + "/" + linkClass.label();
  }
}
