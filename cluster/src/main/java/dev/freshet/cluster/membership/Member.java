package dev.freshet.cluster.membership;

import dev.freshet.contract.NodeId;

/// A node as another one sees it. Immutable.
public record Member(NodeRecord record, State state) {
  public NodeId id() {
    return record.id();
  }

  /// What is known of it.
  public enum State {
    /// Its record stands in the store, or stood there when the store was last seen.
    LISTED,
    /// Its record vanished; it is being asked whether it lives. Nothing new should go there.
    SUSPECT,
    /// Its record vanished, but it answers: it will write it again.
    UNLISTED
  }
}
