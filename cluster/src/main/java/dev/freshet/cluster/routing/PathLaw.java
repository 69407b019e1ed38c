package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which ways are lawful: no node twice, not too many of them, and from one operator's network to
/// another's only through a core node. Stateless; any thread.
///
/// A hop over the Internet stays in a network that both ends are in. A node that is not of the core
/// sends on in the network that the stream came in; a core node may send on in any of its own. A
/// private line to or from a core node joins all networks.
final class PathLaw {
  private PathLaw() {}

  /// What is wrong with a way, its origin first.
  ///
  /// @param checkOperators whether the service forbids unlawful crossings
  /// @return null if nothing is wrong
  static @Nullable String fault(
      List<NodeId> path, MemberView members, int maxNodes, boolean checkOperators) {
    if (path.size() > maxNodes) {
      return "the stream passes %s (expected: %d nodes at most)".formatted(path, maxNodes);
    }
    if (new HashSet<>(path).size() < path.size()) {
      return "the stream passes a node twice: " + path;
    }
    return checkOperators ? crossing(path, members) : null;
  }

  private static @Nullable String crossing(List<NodeId> path, MemberView members) {
    List<NodeRecord> known = new ArrayList<>();
    for (NodeId id : path) {
      Member member = members.find(id);
      if (member == null) {
        return null; // it joined a moment ago; its neighbours judge it
      }
      known.add(member.record());
    }
    return isLawful(known)
        ? null
        : "the stream crosses between operators outside of the core: " + path;
  }

  /// Whether a stream may pass these nodes, one after the other.
  static boolean isLawful(List<NodeRecord> path) {
    Networks in = Networks.ANY;
    for (int i = 1; i < path.size(); i++) {
      NodeRecord from = path.get(i - 1);
      Networks hop = hop(from, path.get(i));
      in = from.tier() == Tier.CORE ? hop : in.and(hop);
      if (in.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// Whether a line of this class may join the two.
  static boolean joins(NodeRecord one, NodeRecord other, LinkClass linkClass) {
    boolean ownLine = linkClass == LinkClass.PRIVATE && touchesCore(one, other);
    return ownLine || shareNetwork(one, other);
  }

  /// Whether there is a line that may join the two.
  static boolean areJoined(NodeRecord one, NodeRecord other) {
    return LinkAddresses.between(one, other).keySet().stream()
        .anyMatch(linkClass -> joins(one, other, linkClass));
  }

  static boolean shareNetwork(NodeRecord one, NodeRecord other) {
    return !Networks.of(one).and(Networks.of(other)).isEmpty();
  }

  private static Networks hop(NodeRecord from, NodeRecord to) {
    Networks shared = Networks.of(from).and(Networks.of(to));
    return shared.isEmpty() && hasOwnLine(from, to) ? Networks.ANY : shared;
  }

  private static boolean hasOwnLine(NodeRecord from, NodeRecord to) {
    return touchesCore(from, to) && LinkAddresses.line(from, to) != null;
  }

  private static boolean touchesCore(NodeRecord one, NodeRecord other) {
    return one.tier() == Tier.CORE || other.tier() == Tier.CORE;
  }
}
