package dev.freshet.cluster.membership;

import dev.freshet.contract.NodeId;

/// What a membership tells. Told on its loop, after its view has changed.
public sealed interface MemberEvent {
  /// A node that was not known.
  record Joined(NodeRecord node) implements MemberEvent {}

  /// A node says something else of itself; with another boot id it has been restarted.
  record Changed(NodeRecord before, NodeRecord node) implements MemberEvent {
    public boolean restarted() {
      return before.bootId() != node.bootId();
    }
  }

  /// Its record vanished without a goodbye: it is asked whether it lives.
  record Suspected(NodeRecord node) implements MemberEvent {}

  /// It lives.
  record Cleared(NodeRecord node) implements MemberEvent {}

  /// It is no member any more.
  record Removed(NodeRecord node, Reason reason) implements MemberEvent {}

  /// Why a node was removed.
  enum Reason {
    /// It said so.
    LEFT,
    /// Its record vanished, and it did not answer.
    DEAD
  }

  /// So many vanished at once that it is more likely the store, or this node, that is ill: nobody
  /// is removed until [Thawed].
  record Frozen(int vanished, int known) implements MemberEvent {}

  /// Removals go on.
  record Thawed() implements MemberEvent {}

  /// This node's record stands in the store.
  record Registered() implements MemberEvent {}

  /// Another process answers under this node's name, and has written its record over this one's.
  /// This node does not write again until that record is gone.
  record Twin(NodeRecord other) implements MemberEvent {}

  /// Somebody wrote what this node cannot read, or a limit is reached; the record is left out.
  record Ignored(String key, String reason) implements MemberEvent {
    static Ignored full(NodeId id, int maxMembers) {
      return new Ignored(id.value(), "maxMembers (%d) is reached".formatted(maxMembers));
    }
  }
}
