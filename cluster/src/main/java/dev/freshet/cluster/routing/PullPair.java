package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.rendezvous.Rendezvous;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Names the two nodes that pull a customer's own origin, by the members alone, so that all nodes
/// name the same ones: the highest tier first, by hashing, on different hosts and in different
/// regions where there are any. Stateless; any thread.
final class PullPair {
  private PullPair() {}

  /// @return two nodes, or fewer if there are not more
  static List<NodeId> of(String url, MemberView members) {
    List<NodeRecord> ranked = ranked(url, members);
    if (ranked.size() < 2) {
      return ranked.stream().map(NodeRecord::id).toList();
    }
    NodeRecord first = ranked.removeFirst();
    NodeRecord second =
        ranked.stream().min(Comparator.comparingInt(other -> nearness(first, other))).orElseThrow();
    return List.of(first.id(), second.id());
  }

  private static List<NodeRecord> ranked(String url, MemberView members) {
    List<NodeRecord> ranked = new ArrayList<>();
    for (NodeId id : Rendezvous.rank(url, members.serving())) {
      Member member = members.find(id);
      if (member != null && pulls(member.record())) {
        ranked.add(member.record());
      }
    }
    ranked.sort(Comparator.comparing(NodeRecord::tier).reversed()); // stable: else as ranked
    return ranked;
  }

  private static boolean pulls(NodeRecord node) {
    boolean media = node.roles().isEmpty() || node.roles().contains("media");
    return media && node.phase() == Phase.SERVING;
  }

  /// 0 for nodes that have nothing in common; the first of the least is taken.
  private static int nearness(NodeRecord one, NodeRecord other) {
    int host = LinkAddresses.shareHost(one, other) ? 2 : 0;
    return host + (one.region().equals(other.region()) ? 1 : 0);
  }
}
