package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Finds out whether a stream can come from its origin to the head of a chain of nodes at all, and
/// past how many more nodes. Stateless.
///
/// @param topology who there is
/// @param maxNodes of a whole way
record Passage(Topology topology, int maxNodes) {
  /// There is none.
  static final int NONE = -1;

  /// How many nodes are above the head of `chain` on the shortest lawful way from `origin`; [#NONE]
  /// if there is no way.
  ///
  /// @param chain the nodes that would get it, the one that is asked first, the viewer's last
  int nodesAbove(NodeRecord origin, List<NodeRecord> chain) {
    return shortest(origin, chain, PathLaw::isLawful);
  }

  /// The same, crossing between operators wherever it likes.
  int nodesAboveUnlawfully(NodeRecord origin, List<NodeRecord> chain) {
    return shortest(origin, chain, _ -> true);
  }

  private int shortest(
      NodeRecord origin, List<NodeRecord> chain, Predicate<List<NodeRecord>> lawful) {
    NodeRecord head = chain.getFirst();
    if (head.id().equals(origin.id())) {
      return chain.size() <= maxNodes && lawful.test(chain) ? 0 : NONE;
    }
    int room = maxNodes - chain.size();
    if (room >= 1 && lawful.test(above(origin, chain))) {
      return 1;
    }
    if (room >= 2 && throughOne(origin, chain, lawful)) {
      return 2;
    }
    boolean mayMore = room >= 3 && head.tier() != Tier.CORE; // one hop from core to core
    return mayMore && throughTwo(origin, chain, lawful) ? 3 : NONE;
  }

  private boolean throughOne(
      NodeRecord origin, List<NodeRecord> chain, Predicate<List<NodeRecord>> lawful) {
    for (NodeRecord core : topology.coreSamples()) {
      if (isNew(core, origin, chain) && lawful.test(above(origin, above(core, chain)))) {
        return true;
      }
    }
    return false;
  }

  private boolean throughTwo(
      NodeRecord origin, List<NodeRecord> chain, Predicate<List<NodeRecord>> lawful) {
    for (NodeRecord core : topology.coreSamples()) {
      if (isNew(core, origin, chain) && lawful.test(above(core, chain))) {
        if (throughOne(origin, above(core, chain), lawful)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNew(NodeRecord core, NodeRecord origin, List<NodeRecord> chain) {
    return !core.id().equals(origin.id())
        && chain.stream().noneMatch(node -> node.id().equals(core.id()));
  }

  private static List<NodeRecord> above(NodeRecord head, List<NodeRecord> chain) {
    List<NodeRecord> longer = new ArrayList<>(chain.size() + 1);
    longer.add(head);
    longer.addAll(chain);
    return longer;
  }
}
