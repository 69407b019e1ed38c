package dev.freshet.cluster.membership;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// All other nodes that this one knows, and its suspicions. Owned by the membership's loop.
///
/// A vanished record removes nobody: the node is asked, and goes when it does not answer, unless so
/// many vanished that the store or this node itself is more likely ill.
final class Roster implements Suspicion.Judge {
  private final Probe probe;
  private final Loop loop;
  private final RandomGenerator random;
  private final MembershipLimits limits;
  private final Consumer<MemberEvent> listener;
  private final Map<NodeId, NodeRecord> nodes = new TreeMap<>();
  private final Map<NodeId, Suspicion> suspicions = new TreeMap<>();
  private final RemovalFreeze freeze;

  Roster(
      Probe probe,
      Loop loop,
      RandomGenerator random,
      MembershipLimits limits,
      Consumer<MemberEvent> listener) {
    this.probe = probe;
    this.loop = loop;
    this.random = random;
    this.limits = limits;
    this.listener = listener;
    this.freeze = new RemovalFreeze(limits);
  }

  List<Member> members() {
    List<Member> members = new ArrayList<>();
    nodes.forEach((id, node) -> members.add(new Member(node, state(id))));
    return members;
  }

  private Member.State state(NodeId id) {
    Suspicion suspicion = suspicions.get(id);
    if (suspicion == null) {
      return Member.State.LISTED;
    }
    return suspicion.answers() ? Member.State.UNLISTED : Member.State.SUSPECT;
  }

  boolean isFrozen() {
    return freeze.isFrozen();
  }

  /// A node's record stands in the store.
  void listed(NodeRecord node) {
    if (!nodes.containsKey(node.id()) && nodes.size() >= limits.maxMembers()) {
      listener.accept(MemberEvent.Ignored.full(node.id(), limits.maxMembers()));
      return;
    }
    NodeRecord before = nodes.put(node.id(), node);
    boolean suspected = endSuspicion(node.id());
    if (before == null) {
      listener.accept(new MemberEvent.Joined(node));
    } else if (!before.equals(node)) {
      listener.accept(new MemberEvent.Changed(before, node));
    }
    if (suspected) {
      listener.accept(new MemberEvent.Cleared(node));
      updateFreeze();
    }
  }

  /// A node's record is gone.
  void vanished(NodeId id) {
    NodeRecord node = nodes.get(id);
    if (node == null || suspicions.containsKey(id)) {
      return;
    }
    if (node.phase() == Phase.LEAVING) {
      remove(node, MemberEvent.Reason.LEFT);
      return;
    }
    Suspicion suspicion = new Suspicion(node, probe, loop, random, limits, this);
    suspicions.put(id, suspicion);
    if (node.phase() == Phase.SERVING) {
      freeze.vanished(id, nowMs());
    }
    listener.accept(new MemberEvent.Suspected(node));
    updateFreeze();
    suspicion.ask();
  }

  @Override
  public void answered(Suspicion suspicion) {
    listener.accept(new MemberEvent.Cleared(suspicion.node()));
    updateFreeze();
  }

  @Override
  public void silent(Suspicion suspicion, boolean fell) {
    if (fell) {
      listener.accept(new MemberEvent.Suspected(suspicion.node()));
    }
    updateFreeze();
    if (suspicion.isConfirmed() && !freeze.isFrozen()) {
      remove(suspicion.node(), MemberEvent.Reason.DEAD);
    }
  }

  /// An operator says that those who vanished are gone indeed.
  void thaw() {
    freeze.thaw();
    suspicions.values().stream()
        .filter(Suspicion::isConfirmed)
        .map(Suspicion::node)
        .toList()
        .forEach(node -> remove(node, MemberEvent.Reason.DEAD));
    listener.accept(new MemberEvent.Thawed());
  }

  void close() {
    suspicions.values().forEach(Suspicion::end);
    suspicions.clear();
  }

  private void remove(NodeRecord node, MemberEvent.Reason reason) {
    endSuspicion(node.id());
    nodes.remove(node.id());
    listener.accept(new MemberEvent.Removed(node, reason));
  }

  private boolean endSuspicion(NodeId id) {
    Suspicion suspicion = suspicions.remove(id);
    if (suspicion != null) {
      suspicion.end();
    }
    return suspicion != null;
  }

  private void updateFreeze() {
    boolean before = freeze.isFrozen();
    boolean frozen = freeze.update(nodes.keySet(), silentCount(), nowMs());
    if (frozen && !before) {
      listener.accept(new MemberEvent.Frozen(freeze.vanishedCount(), freeze.all(nodes.keySet())));
    } else if (before && !frozen) {
      listener.accept(new MemberEvent.Thawed());
    }
  }

  private int silentCount() {
    return (int)
        suspicions.values().stream()
            .filter(each -> !each.answers() && each.node().phase() == Phase.SERVING)
            .count();
  }

  private long nowMs() {
    return loop.clock().monotonicMs();
  }
}
