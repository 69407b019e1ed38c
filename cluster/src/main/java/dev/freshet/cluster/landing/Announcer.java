package dev.freshet.cluster.landing;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Tells the nodes that rendezvous hashing names of the streams that are held here: they are whom
/// others ask while the store is away. Owned by the landing's loop.
final class Announcer {
  private final LandingLimits limits;
  private final AskPeers peers;
  private final Function<StreamKey, List<NodeId>> responsible;
  private final Consumer<AskPeers.Newer> newer;

  /// @param newer gets what peers know better
  Announcer(
      LandingLimits limits,
      AskPeers peers,
      Function<StreamKey, List<NodeId>> responsible,
      Consumer<AskPeers.Newer> newer) {
    this.limits = limits;
    this.peers = peers;
    this.responsible = responsible;
    this.newer = newer;
  }

  void announce(Collection<StreamRecord> streams) {
    Map<NodeId, List<StreamRecord>> byPeer = new TreeMap<>();
    for (StreamRecord stream : streams) {
      for (NodeId peer : responsible.apply(stream.key())) {
        byPeer.computeIfAbsent(peer, _ -> new ArrayList<>()).add(stream);
      }
    }
    byPeer.forEach(this::send);
  }

  private void send(NodeId peer, List<StreamRecord> streams) {
    for (int from = 0; from < streams.size(); from += limits.maxAnnounced()) {
      int to = Math.min(streams.size(), from + limits.maxAnnounced());
      peers.announce(peer, List.copyOf(streams.subList(from, to)), known -> known.forEach(newer));
    }
  }
}
