package dev.freshet.cluster.rendezvous;

import dev.freshet.contract.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Rendezvous hashing: each node has a weight for each key, the highest wins. Whoever knows the
/// same nodes names the same ones, in the same order; a node that leaves moves its own keys only,
/// one that comes takes only what it is now the highest for. Stateless; any thread.
public final class Rendezvous {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Rendezvous() {}

  /// `nodes`, the best for `key` first.
  public static List<NodeId> rank(String key, Collection<NodeId> nodes) {
    long keyHash = hash(key);
    return nodes.stream()
        .distinct()
        .map(node -> new Ranked(node, weight(keyHash, node)))
        .sorted(Comparator.reverseOrder())
        .map(Ranked::node)
        .toList();
  }

  /// The best `count` of `nodes` for `key`, or all if there are fewer.
  public static List<NodeId> top(String key, Collection<NodeId> nodes, int count) {
    List<NodeId> ranked = rank(key, nodes);
    return ranked.subList(0, Math.min(count, ranked.size()));
  }

  private static long weight(long keyHash, NodeId node) {
    return mix(keyHash ^ mix(hash(node.value())));
  }

  /// FNV-1a of the UTF-8 bytes. Part of what nodes agree on: it must not change.
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /// The finalizer of MurmurHash3: FNV alone leaves names that end alike close together.
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  /// By weight, unsigned; nodes of equal weight by name.
  private record Ranked(NodeId node, long weight) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      int byWeight = Long.compareUnsigned(weight, other.weight);
      return byWeight != 0 ? byWeight : node.compareTo(other.node);
    }
  }
}
