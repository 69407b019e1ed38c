package dev.freshet.cluster.rendezvous;

import dev.freshet.contract.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rendezvous hashing with bounded load: the first in a key's order that is not loaded beyond the
/// average times a factor. Stateless; any thread. Whoever has an assignment keeps it: the bound is
/// for new ones.
///
/// @param factor how far above the average a node may be loaded, at least 1; 1.25 keeps nearly
///   every key on its first choice, 1.1 already moves one in eight
public record BoundedLoad(double factor) {
  /// What clusters use.
  public static final BoundedLoad DEFAULT = new BoundedLoad(1.25);

  public BoundedLoad {
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("load factor: " + factor + " (expected: at least 1)");
    }
  }

  /// Chooses a node for `key`.
  ///
  /// @param loads what each of `nodes` carries now, in any unit (bitrate x pulls); missing is 0
  /// @param added what the key adds
  /// @return empty if there are no nodes
  public Optional<NodeId> choose(
      String key, Collection<NodeId> nodes, Map<NodeId, Double> loads, double added) {
    List<NodeId> ranked = Rendezvous.rank(key, nodes);
    double bound = bound(ranked, loads, added);
    Optional<NodeId> within =
        ranked.stream().filter(node -> load(loads, node) + added <= bound).findFirst();
    // what is larger than everybody's share fits nowhere: then its first choice
    return within.isPresent() ? within : ranked.stream().findFirst();
  }

  /// What a node may carry at most once `added` is placed.
  private double bound(List<NodeId> nodes, Map<NodeId, Double> loads, double added) {
    double total = added;
    for (NodeId node : nodes) {
      total += load(loads, node);
    }
    return Math.max(added, factor * total / Math.max(1, nodes.size()));
  }

  private static double load(Map<NodeId, Double> loads, NodeId node) {
    return loads.getOrDefault(node, 0.0);
  }
}
