package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.cluster.rendezvous.BoundedLoad;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Names the nodes that this one may ask for a stream, by the members alone: each tier's first two
/// in the order of hashing, so that all nodes of a region meet at the same mid, and the origin.
/// Media only go down the tiers, but for one hop between core nodes. Stateless but for its result.
final class Candidates {
  private static final int RANKED = 2;

  private final Topology topology;
  private final int loadFloorPercent;
  private final StreamKey key;
  private final NodeRecord origin;
  private final Map<NodeId, Candidate> found = new LinkedHashMap<>();

  private Candidates(Topology topology, int loadFloorPercent, StreamKey key, NodeRecord origin) {
    this.topology = topology;
    this.loadFloorPercent = loadFloorPercent;
    this.key = key;
    this.origin = origin;
  }

  /// @param loadFloorPercent see [RoutingLimits#loadFloorPercent]
  static List<Candidate> of(
      Topology topology, int loadFloorPercent, StreamKey key, NodeRecord origin) {
    Candidates candidates = new Candidates(topology, loadFloorPercent, key, origin);
    candidates.find();
    return List.copyOf(candidates.found.values());
  }

  private void find() {
    String here = topology.self().region();
    String there = origin.region();
    put(origin, WayKind.ORIGIN, 0);
    if (topology.self().tier() == Tier.EDGE) {
      putRanked(topology.reachable(Tier.MID, here), WayKind.MID);
    }
    putRanked(topology.reachable(Tier.CORE, here), WayKind.CORE);
    putRanked(topology.reachable(Tier.CORE, there), WayKind.CORE);
    putRanked(gates(), WayKind.CORE);
  }

  /// Core nodes, wherever they are, that join this node and the origin: for when those of the two
  /// regions do not, or are gone.
  private List<NodeRecord> gates() {
    return topology.coreSamples().stream()
        .filter(core -> PathLaw.areJoined(topology.self(), core))
        .filter(core -> PathLaw.areJoined(core, origin))
        .toList();
  }

  private void putRanked(List<NodeRecord> nodes, WayKind kind) {
    List<NodeRecord> serving =
        nodes.stream().filter(node -> node.phase() == Phase.SERVING).toList();
    int rank = 0;
    for (NodeId id : ranked(serving)) {
      put(record(id), kind, rank++);
    }
    nodes.stream() // last, so that whoever comes from there may stay until it goes
        .filter(node -> node.phase() != Phase.SERVING)
        .limit(RANKED)
        .forEach(node -> put(node, kind, RANKED));
  }

  private NodeRecord record(NodeId id) {
    return Objects.requireNonNull(topology.find(id), "named from this very view");
  }

  /// The first of `nodes` by hashing, none of them loaded far beyond the others.
  private List<NodeId> ranked(List<NodeRecord> nodes) {
    Map<NodeId, Double> loads = new HashMap<>();
    nodes.forEach(
        node -> loads.put(node.id(), (double) Math.max(loadFloorPercent, node.loadPercent())));
    Collection<NodeId> left = new ArrayList<>(loads.keySet());
    List<NodeId> first = new ArrayList<>();
    while (first.size() < RANKED && !left.isEmpty()) {
      BoundedLoad.DEFAULT
          .choose(key.toString(), left, loads, 1)
          .ifPresent(next -> {
            first.add(next);
            left.remove(next);
          });
    }
    return first;
  }

  private void put(NodeRecord node, WayKind kind, int rank) {
    if (!node.id().equals(topology.self().id())) {
      found.putIfAbsent(node.id(), new Candidate(node, kind, rank, skipped(node, kind)));
    }
  }

  /// How many tiers, which the regions have, a way leaves out.
  private int skipped(NodeRecord node, WayKind kind) {
    NodeRecord self = topology.self();
    boolean near = origin.region().equals(self.region());
    boolean ownCore = kind == WayKind.CORE && node.region().equals(self.region());
    int skipped = self.tier() == Tier.CORE && ownCore ? 1 : 0; // it is no nearer than this one
    if (self.tier() == Tier.EDGE && node.tier() != Tier.MID && has(Tier.MID, self.region())) {
      skipped++;
    }
    if (self.tier() != Tier.CORE && !near && !ownCore && kind != WayKind.MID) {
      skipped += has(Tier.CORE, self.region()) ? 1 : 0;
    }
    if (kind == WayKind.ORIGIN && !near && origin.tier() != Tier.CORE) {
      skipped += has(Tier.CORE, origin.region()) ? 1 : 0;
    }
    return skipped;
  }

  private boolean has(Tier tier, String region) {
    return topology.reachable(tier, region).stream()
        .anyMatch(node -> node.phase() == Phase.SERVING);
  }
}
