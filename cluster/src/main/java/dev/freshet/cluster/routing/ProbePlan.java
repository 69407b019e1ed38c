package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.cluster.rendezvous.Rendezvous;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which links a node measures, and how often: those in use, those that its streams may use next,
/// its region's upper tiers, one core node of each other region, and a few neighbours. Never all of
/// thousands of nodes. Made for one plan.
final class ProbePlan {
  private static final int UPPER_TIER = 12;
  private static final int FAR_MIDS = 4;
  private static final int NEIGHBOURS = 3;
  private static final int FAR_NEIGHBOURS = 4;

  private final Topology topology;
  private final int maxLinks;
  private final Map<LinkKey, PingPace> links = new LinkedHashMap<>();

  private ProbePlan(Topology topology, int maxLinks) {
    this.topology = topology;
    this.maxLinks = maxLinks;
  }

  static Map<LinkKey, PingPace> of(
      Topology topology, Collection<Following> followed, RoutingLimits limits) {
    ProbePlan plan = new ProbePlan(topology, limits.maxLinks());
    followed.forEach(each -> plan.addActive(each.routes()));
    followed.forEach(each -> plan.addConsidered(each.routes()));
    plan.addUpperTiers();
    plan.addNeighbours();
    return plan.links;
  }

  private void addActive(Routes routes) {
    Way first = routes.first();
    Way second = routes.second();
    if (first != null) {
      put(first.link(), PingPace.ACTIVE);
    }
    if (second != null) {
      put(second.link(), PingPace.ACTIVE);
    }
  }

  private void addConsidered(Routes routes) {
    for (Considered each : routes.why().considered()) {
      if (each.fitness().isUsable()) {
        put(each.way().link(), PingPace.CANDIDATE);
      }
    }
  }

  private void addUpperTiers() {
    String here = topology.self().region();
    if (topology.self().tier() == Tier.EDGE) {
      add(topology.reachable(Tier.MID, here), UPPER_TIER, PingPace.CANDIDATE);
    }
    add(topology.reachable(Tier.CORE, here), UPPER_TIER, PingPace.CANDIDATE);
    for (String region : topology.regions().keySet()) {
      if (!region.equals(here)) {
        add(topology.reachable(Tier.CORE, region), 1, PingPace.CANDIDATE);
      }
    }
  }

  private void addNeighbours() {
    Tier tier = topology.self().tier();
    add(topology.reachable(tier, topology.self().region()), NEIGHBOURS, PingPace.IDLE);
    int mids = 0;
    int neighbours = 0;
    for (String region : regionsInOwnOrder()) {
      if (tier == Tier.EDGE && mids < FAR_MIDS) {
        mids += add(topology.reachable(Tier.MID, region), 1, PingPace.IDLE);
      }
      if (tier != Tier.CORE && neighbours < FAR_NEIGHBOURS) {
        neighbours += add(topology.reachable(tier, region), 1, PingPace.IDLE);
      }
    }
  }

  /// The other regions, in an order of this node's own, so that all are looked at by somebody.
  private List<String> regionsInOwnOrder() {
    Map<NodeId, String> samples = new TreeMap<>();
    topology.regions().forEach((region, sample) -> samples.put(sample.id(), region));
    List<String> regions = new ArrayList<>();
    for (NodeId sample : Rendezvous.rank(topology.self().id().value(), samples.keySet())) {
      String region = samples.getOrDefault(sample, "");
      if (!region.equals(topology.self().region())) {
        regions.add(region);
      }
    }
    return regions;
  }

  /// @return how many were added
  private int add(List<NodeRecord> nodes, int most, PingPace pace) {
    List<NodeId> chosen =
        Rendezvous.top(
            topology.self().id().value(), nodes.stream().map(NodeRecord::id).toList(), most);
    for (NodeId id : chosen) {
      NodeRecord node = topology.find(id);
      if (node != null) {
        add(node, pace);
      }
    }
    return chosen.size();
  }

  private void add(NodeRecord node, PingPace pace) {
    for (LinkClass linkClass : LinkAddresses.between(topology.self(), node).keySet()) {
      if (PathLaw.joins(topology.self(), node, linkClass)) {
        put(new LinkKey(node.id(), linkClass), pace);
      }
    }
  }

  private void put(LinkKey link, PingPace pace) {
    if (links.size() < maxLinks) {
      links.putIfAbsent(link, pace);
    }
  }
}
