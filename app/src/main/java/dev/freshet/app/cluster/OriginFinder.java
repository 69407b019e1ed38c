package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.Origins;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.landing.Whereabouts;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.metrics.ClusterCounters;
import dev.freshet.node.relay.pull.StreamFinder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Streams are at their origins, and whoever was configured as a parent may have them. Thread-safe;
/// what it remembers is owned by the cluster's loop.
final class OriginFinder implements StreamFinder {
  /// What a finder needs to know of other nodes. Called on the cluster's loop.
  interface Neighbours {
    /// The address of a node's port between nodes; null if it is not known.
    @Nullable HostPort addressOf(NodeId node);

    /// Where to ask for a stream that is pushed at `origin`, the best first; empty if no way is
    /// known.
    List<HostPort> waysTo(StreamKey key, NodeId origin);

    /// A node that was asked does not have the stream.
    void absent(StreamKey key, HostPort address);

    /// A node gives frames of an epoch that is over.
    ///
    /// @param newest the highest epoch of the stream that is known
    void stale(StreamKey key, HostPort giver, Epoch newest);
  }

  /// A stream that has landed here is let in by then.
  private static final long LETTING_IN_MS = 100;

  private static final int MAX_REMEMBERED = 10_000;

  private final Loop home;
  private final Origins origins;
  private final NodeId self;
  private final List<HostPort> parents;
  private final Neighbours neighbours;
  private final ClusterCounters counters;

  /// What was answered last for each stream, to know what of it was wrong.
  private final Map<StreamKey, StreamRecord> answered = new LinkedHashMap<>();

  /// Of each stream the reign that its own origin denies.
  private final Map<StreamKey, Epoch> denied = new LinkedHashMap<>();

  /// @param parents asked behind the origin
  OriginFinder(
      Loop home,
      Origins origins,
      NodeId self,
      List<HostPort> parents,
      Neighbours neighbours,
      ClusterCounters counters) {
    this.home = home;
    this.origins = origins;
    this.self = self;
    this.parents = parents;
    this.neighbours = neighbours;
    this.counters = counters;
  }

  @Override
  public void find(StreamKey key, Loop loop, Consumer<List<HostPort>> answer) {
    home.post(() -> locate(key, found -> loop.post(() -> answer.accept(found))));
  }

  private void locate(StreamKey key, Consumer<List<HostPort>> answer) {
    StreamRecord known = origins.find(key);
    if (known != null && known.origin().equals(self)) {
      home.schedule(LETTING_IN_MS, () -> answer.accept(List.of()));
    } else if (known != null && known.equals(answered.get(key))) {
      origins.askAround(key, found -> answer.accept(nodes(key, found))); // it did not help
    } else {
      origins.locate(key, found -> answer.accept(nodes(key, found)));
    }
  }

  private List<HostPort> nodes(StreamKey key, Whereabouts found) {
    List<HostPort> nodes = new ArrayList<>();
    switch (found) {
      case Whereabouts.At(StreamRecord stream) -> {
        remember(answered, key, stream);
        add(nodes, key, stream.origin());
      }
      case Whereabouts.Unknown _ -> {
        Epoch newest = origins.highest(key);
        if (newest != null && !newest.equals(denied.get(key))) {
          add(nodes, key, newest.node()); // somebody spoke of it
        }
      }
    }
    parents.stream().filter(parent -> !nodes.contains(parent)).forEach(nodes::add);
    return nodes;
  }

  private void add(List<HostPort> nodes, StreamKey key, NodeId origin) {
    if (!origin.equals(self)) {
      nodes.addAll(neighbours.waysTo(key, origin));
    }
  }

  private static <V> void remember(Map<StreamKey, V> all, StreamKey key, V value) {
    all.remove(key); // to the end
    all.put(key, value);
    if (all.size() > MAX_REMEMBERED) {
      all.remove(all.keySet().iterator().next());
    }
  }

  @Override
  public void absent(StreamKey key, HostPort address) {
    home.post(() -> {
      neighbours.absent(key, address);
      StreamRecord stream = answered.get(key);
      if (stream != null && address.equals(neighbours.addressOf(stream.origin()))) {
        answered.remove(key);
        origins.disproved(stream);
      }
      Epoch newest = origins.highest(key);
      if (newest != null && address.equals(neighbours.addressOf(newest.node()))) {
        remember(denied, key, newest);
      }
    });
  }

  @Override
  public void given(StreamKey key, HostPort address, Epoch epoch) {
    home.post(() -> {
      boolean current = origins.obeys(key, epoch);
      Epoch newest = origins.highest(key);
      if (current) {
        answered.remove(key); // it helped
      } else if (newest != null) {
        counters.epochsFenced.increment();
        neighbours.stale(key, address, newest);
      }
    });
  }
}
