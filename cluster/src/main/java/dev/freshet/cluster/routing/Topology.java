package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A view of the members, sorted as routing asks for them. Immutable.
final class Topology {
  private static final int SAMPLES = 3;
  private static final String MEDIA = "media";

  private final MemberView view;
  private final NodeRecord self;
  private final Map<Place, List<NodeRecord>> places = new HashMap<>();
  private final Map<String, NodeRecord> regions = new TreeMap<>();
  private final List<NodeRecord> coreSamples = new ArrayList<>();

  private record Place(Tier tier, String region) {}

  /// What a core node can join: of nodes that are alike, a few are enough to find a lawful way.
  private record Reach(Set<String> operators, Set<String> lines) {}

  /// @param self must be in the view
  Topology(MemberView view, NodeId self) {
    this.view = view;
    this.self = Objects.requireNonNull(view.find(self), "this node is no member").record();
    Map<Reach, Integer> samples = new HashMap<>();
    for (Member member : view.members()) {
      NodeRecord node = member.record();
      if (!node.id().equals(self) && carriesMedia(node)) {
        places.computeIfAbsent(placeOf(node), _ -> new ArrayList<>()).add(node);
        regions.putIfAbsent(node.region(), node);
        sample(node, samples);
      }
    }
  }

  private void sample(NodeRecord node, Map<Reach, Integer> samples) {
    if (node.tier() == Tier.CORE && node.phase() == Phase.SERVING) {
      Reach reach = new Reach(Set.copyOf(node.operators()), node.addresses().keySet());
      if (samples.merge(reach, 1, Integer::sum) <= SAMPLES) {
        coreSamples.add(node);
      }
    }
  }

  private static Place placeOf(NodeRecord node) {
    return new Place(node.tier(), node.region());
  }

  private static boolean carriesMedia(NodeRecord node) {
    return node.roles().isEmpty() || node.roles().contains(MEDIA);
  }

  MemberView view() {
    return view;
  }

  /// This node.
  NodeRecord self() {
    return self;
  }

  /// Another node, or this one; null if it is no member.
  @Nullable NodeRecord find(NodeId id) {
    Member member = view.find(id);
    return member == null ? null : member.record();
  }

  boolean isSuspect(NodeId id) {
    Member member = view.find(id);
    return member == null || member.state() == Member.State.SUSPECT;
  }

  /// The other nodes of a tier in a region, in the order of their names.
  List<NodeRecord> nodes(Tier tier, String region) {
    return places.getOrDefault(new Place(tier, region), List.of());
  }

  /// Those of them that serve and share an operator network with this node, or a private line.
  List<NodeRecord> reachable(Tier tier, String region) {
    return nodes(tier, region).stream().filter(node -> PathLaw.areJoined(self, node)).toList();
  }

  /// All regions where other nodes stand, with one of these.
  Map<String, NodeRecord> regions() {
    return regions;
  }

  /// Core nodes of every kind that there is, a few of each.
  List<NodeRecord> coreSamples() {
    return coreSamples;
  }
}
