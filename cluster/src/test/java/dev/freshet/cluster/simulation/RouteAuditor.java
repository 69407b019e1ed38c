package dev.freshet.cluster.simulation;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Watches routed streams from outside, and says what must never happen. It has a law of operators
/// of its own, written from the architecture and not from the router.
final class RouteAuditor {
  private static final int MAX_NODES = 5;
  private static final int MAX_COMFORT_MOVES = 2;
  private static final long SWITCH_MS = 5_000;

  private final World world;
  private final Map<NodeId, NodeRecord> nodes;
  private final Set<StreamKey> crossingAllowed = new HashSet<>();
  private final Map<List<NodeId>, Boolean> lawful = new HashMap<>();
  private final Map<Seen, Long> sequences = new HashMap<>();
  private final Map<Seen, Long> shownMs = new HashMap<>();
  private final Map<Seen, Set<Long>> pulls = new HashMap<>();
  private final Map<Seen, Long> doubleSinceMs = new HashMap<>();
  private final Map<Seen, Integer> comfortMoves = new HashMap<>();
  private @Nullable String violation;

  private record Seen(NodeId node, StreamKey key) {}

  RouteAuditor(World world, Map<NodeId, NodeRecord> nodes) {
    this.world = world;
    this.nodes = nodes;
  }

  void allowCrossing(StreamKey key) {
    crossingAllowed.add(key);
  }

  /// What was found first; null if nothing was.
  @Nullable String violation() {
    return violation;
  }

  void check(boolean holds, String what) {
    if (!holds && violation == null) {
      violation = "at %d ms: %s".formatted(world.nowMs(), what);
    }
  }

  /// A frame arrived at a node, having passed `path` one node after the other, out of no log.
  void arrived(NodeId node, StreamKey key, List<NodeId> path) {
    List<NodeId> whole = new ArrayList<>(path);
    whole.add(node);
    if (whole.size() > MAX_NODES || new HashSet<>(whole).size() < whole.size()) {
      check(false, "%s passed %s".formatted(key, whole));
    } else if (!crossingAllowed.contains(key) && !lawful.computeIfAbsent(whole, this::isLawful)) {
      check(false, "%s crossed between operators: %s".formatted(key, whole));
    }
  }

  /// Viewers at a node were shown a frame.
  void shown(NodeId node, StreamKey key, long sequence) {
    Seen seen = new Seen(node, key);
    Long before = sequences.put(seen, sequence);
    if (before != null && sequence <= before) {
      check(false, "%s shows %d of %s after %d".formatted(node, sequence, key, before));
    }
    shownMs.put(seen, world.nowMs());
  }

  /// How long viewers at a node have seen nothing.
  long silentMs(NodeId node, StreamKey key) {
    Long atMs = shownMs.get(new Seen(node, key));
    return atMs == null ? Long.MAX_VALUE : world.nowMs() - atMs;
  }

  /// The process at `node` is another one.
  void restarted(NodeId node) {
    sequences.keySet().removeIf(seen -> seen.node.equals(node));
    shownMs.keySet().removeIf(seen -> seen.node.equals(node));
    pulls.keySet().removeIf(seen -> seen.node.equals(node));
    doubleSinceMs.keySet().removeIf(seen -> seen.node.equals(node));
  }

  void pullOpened(NodeId node, StreamKey key, long number) {
    Seen seen = new Seen(node, key);
    Set<Long> open = pulls.computeIfAbsent(seen, _ -> new LinkedHashSet<>());
    open.add(number);
    check(open.size() <= 2, node + " pulls " + key + " more than twice");
    if (open.size() == 2) {
      doubleSinceMs.putIfAbsent(seen, world.nowMs());
    }
  }

  void pullClosed(NodeId node, StreamKey key, long number) {
    Seen seen = new Seen(node, key);
    Set<Long> open = pulls.computeIfAbsent(seen, _ -> new LinkedHashSet<>());
    open.remove(number);
    if (open.size() < 2) {
      doubleSinceMs.remove(seen);
    }
  }

  /// Two pulls of one stream are for the moment of a switch.
  ///
  /// @param runs whether a node runs: one that is paused cannot close anything
  void checkPulls(Predicate<NodeId> runs) {
    doubleSinceMs.forEach((seen, sinceMs) ->
        check(
            !runs.test(seen.node) || world.nowMs() - sinceMs <= SWITCH_MS,
            "%s has pulled %s twice since %d ms".formatted(seen.node, seen.key, sinceMs)));
  }

  void comfortMove(NodeId node, StreamKey key) {
    int moves = comfortMoves.merge(new Seen(node, key), 1, Integer::sum);
    check(
        moves <= MAX_COMFORT_MOVES, "%s moved %s for comfort %d times".formatted(node, key, moves));
  }

  /// Whether a stream may take this way: a network label goes along with it; at a core node it may
  /// change into another network of that node, and a private line that touches the core carries
  /// everything.
  boolean isLawful(List<NodeId> path) {
    Set<String> labels = new HashSet<>(record(path.getFirst()).operators());
    for (int i = 1; i < path.size(); i++) {
      NodeRecord from = record(path.get(i - 1));
      NodeRecord to = record(path.get(i));
      if (from.tier() == Tier.CORE) {
        labels.addAll(from.operators());
      }
      boolean core = from.tier() == Tier.CORE || to.tier() == Tier.CORE;
      Set<String> arriving = new HashSet<>(labels);
      arriving.retainAll(to.operators());
      if (arriving.isEmpty() && core && shareLine(from, to)) {
        arriving.addAll(to.operators());
      }
      if (arriving.isEmpty()) {
        return false;
      }
      labels = arriving;
    }
    return true;
  }

  private static boolean shareLine(NodeRecord one, NodeRecord other) {
    return one.addresses().keySet().stream()
        .anyMatch(name -> name.startsWith("relay@") && other.addresses().containsKey(name));
  }

  /// Whether a lawful way down the tiers leads from `origin` to `node`.
  ///
  /// @param up which nodes may be passed
  boolean hasWay(NodeId origin, NodeId node, Predicate<NodeId> up) {
    return leads(origin, List.of(node), up);
  }

  private boolean leads(NodeId origin, List<NodeId> chain, Predicate<NodeId> up) {
    NodeRecord head = record(chain.getFirst());
    if (isLawful(prefixed(origin, chain))) {
      return chain.size() < MAX_NODES;
    }
    for (NodeId id : nodes.keySet()) {
      NodeRecord next = record(id);
      boolean core = next.tier() == Tier.CORE && (head.tier() != Tier.CORE || chain.size() < 3);
      if (chain.size() < MAX_NODES - 1
          && core
          && up.test(id)
          && !chain.contains(id)
          && !id.equals(origin)
          && isLawful(prefixed(id, chain))
          && leads(origin, prefixed(id, chain), up)) {
        return true;
      }
    }
    return false;
  }

  private static List<NodeId> prefixed(NodeId head, List<NodeId> chain) {
    List<NodeId> longer = new ArrayList<>();
    longer.add(head);
    longer.addAll(chain);
    return longer;
  }

  private NodeRecord record(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), id.value());
  }
}
