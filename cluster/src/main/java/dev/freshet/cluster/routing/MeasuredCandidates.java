package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names the nodes that this one may ask because they measured well: mids of other regions, and
/// nodes of this one's own tier. Stateless.
///
/// A lateral hop goes to a node only that is measurably nearer to the origin than this one: so two
/// nodes never ask each other.
///
/// @param maxEach of each kind
record MeasuredCandidates(Topology topology, LinkTable links, int maxEach) {
  private static final int NEARER_PERCENT = 85;

  List<Candidate> of(NodeRecord origin, List<NodeRecord> below) {
    List<Candidate> found = new ArrayList<>();
    NodeRecord self = topology.self();
    if (self.tier() == Tier.EDGE) {
      add(found, WayKind.MID, node -> isFarMid(node) ? rttMs(node.id()) : null);
    }
    if (self.tier() != Tier.CORE && !wentLateral(below)) {
      LinkQuality own = links.best(origin.id());
      add(found, WayKind.LATERAL, node -> lateralMs(node, origin, own));
    }
    return found;
  }

  private interface Measure {
    /// How good a node is; null if it will not do.
    @Nullable Integer of(NodeRecord node);
  }

  private record Measured(NodeRecord node, int ms) {}

  private void add(List<Candidate> found, WayKind kind, Measure measure) {
    List<Measured> measured = new ArrayList<>();
    for (NodeId peer : links.peersUp()) {
      NodeRecord node = topology.find(peer);
      Integer ms = node == null || node.phase() != Phase.SERVING ? null : measure.of(node);
      if (node != null && ms != null) {
        measured.add(new Measured(node, ms));
      }
    }
    measured.stream()
        .sorted(Comparator.comparingInt(Measured::ms).thenComparing(each -> each.node.id()))
        .limit(maxEach)
        .forEach(each -> found.add(new Candidate(each.node, kind, 1, skipped(kind))));
  }

  /// A mid of another region leaves out those of this one.
  private int skipped(WayKind kind) {
    return kind == WayKind.MID && !topology.reachable(Tier.MID, topology.self().region()).isEmpty()
        ? 1
        : 0;
  }

  private boolean isFarMid(NodeRecord node) {
    return node.tier() == Tier.MID && !node.region().equals(topology.self().region());
  }

  /// The nodes below may include one that is of this tier already: one lateral hop is enough.
  private boolean wentLateral(List<NodeRecord> below) {
    NodeRecord above = topology.self();
    for (int i = below.size() - 1; i >= 0; i--) {
      if (below.get(i).tier() == above.tier() && above.tier() != Tier.CORE) {
        return true;
      }
      above = below.get(i);
    }
    return false;
  }

  private @Nullable Integer lateralMs(
      NodeRecord node, NodeRecord origin, @Nullable LinkQuality own) {
    LinkReport theirs = links.heardOf(node.id(), origin.id());
    boolean peer = node.tier() == topology.self().tier() && !node.id().equals(origin.id());
    if (!peer || theirs == null || !isNearer(theirs, own, origin.id())) {
      return null;
    }
    return rttMs(node.id()) + theirs.rttMs();
  }

  private boolean isNearer(LinkReport theirs, @Nullable LinkQuality own, NodeId origin) {
    if (own == null) {
      return links.isDown(origin);
    }
    long ownMs = own.rttUs() / 1_000 + own.lossPermille();
    return (theirs.rttMs() + theirs.lossPermille()) * 100L < ownMs * NEARER_PERCENT;
  }

  private int rttMs(NodeId peer) {
    LinkQuality best = links.best(peer);
    return best == null ? Integer.MAX_VALUE / 4 : (int) (best.rttUs() / 1_000);
  }
}
