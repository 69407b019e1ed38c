package dev.freshet.cluster.membership;

import dev.freshet.contract.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All nodes that a node knows, itself among them, at one moment. Immutable; any thread.
public final class MemberView {
  private final SortedMap<NodeId, Member> members;
  private final List<NodeId> serving;
  private final boolean fromStore;

  /// @param fromStore the store has been seen since this node started, not only its own disk
  public MemberView(Collection<Member> members, boolean fromStore) {
    SortedMap<NodeId, Member> byId = new TreeMap<>();
    members.forEach(member -> byId.put(member.id(), member));
    this.members = Collections.unmodifiableSortedMap(byId);
    this.serving =
        byId.values().stream()
            .filter(member -> member.record().phase() == Phase.SERVING)
            .map(Member::id)
            .toList();
    this.fromStore = fromStore;
  }

  /// In the order of their names.
  public Collection<Member> members() {
    return members.values();
  }

  public @Nullable Member find(NodeId id) {
    return members.get(id);
  }

  public int size() {
    return members.size();
  }

  /// Who is asked by rendezvous hashing: all but those who are leaving. A suspicion is one node's
  /// own, and changes nothing here.
  public List<NodeId> serving() {
    return serving;
  }

  /// Whether it is known that there is no such node any more.
  public boolean knowsGone(NodeId id) {
    return fromStore && !members.containsKey(id);
  }

  @Override
  public String toString() {
    return members.values().toString();
  }
}
