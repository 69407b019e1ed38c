package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.OperatorPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// Looks at each way that a stream could take to this node, over each line, and scores it. Made for
/// one look.
final class Survey {
  private final RouteRequest request;
  private final Topology topology;
  private final LinkTable links;
  private final RoutingLimits limits;
  private final ScoreWeights weights;
  private final NodeRecord origin;
  private final Set<LinkKey> refused;
  private final Passage passage;
  private final List<NodeRecord> chain;
  private final List<Considered> considered = new ArrayList<>();

  /// @param refused links whose node refused the stream a moment ago
  Survey(
      RouteRequest request,
      NodeRecord origin,
      Topology topology,
      LinkTable links,
      RoutingLimits limits,
      Set<LinkKey> refused) {
    this.request = request;
    this.origin = origin;
    this.topology = topology;
    this.links = links;
    this.limits = limits;
    this.weights = limits.weights();
    this.refused = refused;
    this.passage = new Passage(topology, limits.maxPathNodes());
    this.chain = chainOf(request, topology);
  }

  /// This node, then who gets the stream through it; nodes that are unknown are left out.
  private static List<NodeRecord> chainOf(RouteRequest request, Topology topology) {
    List<NodeRecord> chain = new ArrayList<>(below(request, topology));
    chain.add(topology.self());
    Collections.reverse(chain);
    return chain;
  }

  static List<NodeRecord> below(RouteRequest request, Topology topology) {
    List<NodeRecord> below = new ArrayList<>();
    for (NodeId id : request.below()) {
      NodeRecord node = topology.find(id);
      if (node != null) {
        below.add(node);
      }
    }
    return below;
  }

  /// All ways through `candidates`, the best first.
  List<Considered> of(List<Candidate> candidates) {
    candidates.forEach(this::consider);
    Collections.sort(considered);
    return considered;
  }

  private void consider(Candidate candidate) {
    boolean known =
        considered.stream().anyMatch(each -> each.way().node().equals(candidate.node().id()));
    if (!known) {
      LinkAddresses.between(topology.self(), candidate.node())
          .forEach((linkClass, address) -> consider(candidate, linkClass, address));
    }
  }

  private void consider(Candidate candidate, LinkClass linkClass, HostPort address) {
    NodeRecord node = candidate.node();
    LinkKey link = new LinkKey(node.id(), linkClass);
    LinkQuality quality = links.quality(link);
    List<NodeRecord> asked = new ArrayList<>(chain.size() + 1);
    asked.add(node);
    asked.addAll(chain);
    int above = passage.nodesAbove(origin, asked);
    boolean lawful = above != Passage.NONE && PathLaw.joins(node, topology.self(), linkClass);
    int anyAbove = lawful ? above : passage.nodesAboveUnlawfully(origin, asked);
    Fitness fitness = fitness(candidate, link, quality, lawful, anyAbove);
    Score score = score(candidate, linkClass, quality, lawful, anyAbove);
    Way way = new Way(link, address, candidate.kind(), score.totalMs(), !lawful);
    considered.add(new Considered(way, fitness, score, reason(fitness, quality, lawful)));
  }

  private Fitness fitness(
      Candidate candidate, LinkKey link, LinkQuality quality, boolean lawful, int above) {
    NodeRecord node = candidate.node();
    boolean crossing = request.policy().betweenOperators() == OperatorPolicy.ALLOW;
    boolean silent = topology.isSuspect(node.id()) && quality.state() != LinkState.UP;
    if (request.excluded().contains(node.id())) {
      return Fitness.EXCLUDED;
    } else if (request.below().contains(node.id())) {
      return Fitness.LOOP;
    } else if (above == Passage.NONE || isSecondCoreHop(node)) {
      return Fitness.TOO_FAR;
    } else if (!lawful && !crossing) {
      return Fitness.UNLAWFUL;
    } else if (quality.state() == LinkState.DOWN || silent) {
      return Fitness.DOWN;
    } else if (refused.contains(link)) {
      return Fitness.REFUSED;
    }
    return node.phase() == Phase.SERVING ? Fitness.FIT : Fitness.DRAINING;
  }

  /// Between core nodes there is one hop.
  private boolean isSecondCoreHop(NodeRecord node) {
    return !node.id().equals(origin.id())
        && chain.size() > 1
        && areCore(node, chain.get(0))
        && areCore(chain.get(0), chain.get(1));
  }

  private static boolean areCore(NodeRecord one, NodeRecord other) {
    return one.tier() == Tier.CORE && one.tier() == other.tier();
  }

  private Score score(
      Candidate candidate, LinkClass linkClass, LinkQuality quality, boolean lawful, int above) {
    boolean measured = quality.rttUs() > 0;
    int linkMs = measured ? ms(quality.rttUs()) : assumedMs(topology.self(), candidate.node());
    return new Score(
        linkMs,
        ms(quality.jitterUs() * weights.jitterFactor()),
        weights.lossMs() * quality.lossPermille() / 1_000,
        loadMs(quality.loadPercent() < 0 ? candidate.node().loadPercent() : quality.loadPercent()),
        linkClass == LinkClass.PRIVATE ? weights.privateMs() : weights.publicMs(),
        restMs(candidate.node()),
        placeMs(candidate, lawful, above));
  }

  private static int ms(long us) {
    return (int) Math.min(60_000, (us + 500) / 1_000);
  }

  private int assumedMs(NodeRecord one, NodeRecord other) {
    return one.region().equals(other.region()) ? weights.nearMs() : weights.farMs();
  }

  private int loadMs(int loadPercent) {
    int over = Math.max(0, loadPercent - weights.loadFromPercent());
    return weights.loadMs() * over / Math.max(1, 100 - weights.loadFromPercent());
  }

  private int restMs(NodeRecord node) {
    if (node.id().equals(origin.id())) {
      return 0;
    }
    LinkReport said = links.heardOf(node.id(), origin.id());
    if (said != null) {
      return said.rttMs() + weights.lossMs() * said.lossPermille() / 1_000;
    }
    LinkQuality own = links.best(origin.id()); // a node near this one is as far from the origin
    boolean near = node.region().equals(topology.self().region());
    return near && own != null ? ms(own.rttUs()) : assumedMs(node, origin);
  }

  private int placeMs(Candidate candidate, boolean lawful, int above) {
    return weights.hopMs() * (1 + Math.max(0, above))
        + weights.rankMs() * candidate.rank()
        + weights.skipMs() * candidate.skipped()
        + (candidate.kind() == WayKind.LATERAL ? weights.lateralMs() : 0)
        + (lawful ? 0 : weights.crossingMs());
  }

  private String reason(Fitness fitness, LinkQuality quality, boolean lawful) {
    return switch (fitness) {
      case FIT ->
          (lawful ? "" : "crosses between operators, which the service allows; ")
              + (quality.rttUs() > 0 ? "measured" : "not measured yet, assumed");
      case DRAINING -> "the node is about to leave";
      case REFUSED -> "the node refused the stream a moment ago";
      case DOWN -> "the link is down";
      case UNLAWFUL -> "it would cross between operators outside of the core";
      case LOOP -> "the node gets the stream through this one";
      case TOO_FAR -> "the way would pass more than %d nodes".formatted(limits.maxPathNodes());
      case EXCLUDED -> "whoever asked does not want it";
    };
  }
}
