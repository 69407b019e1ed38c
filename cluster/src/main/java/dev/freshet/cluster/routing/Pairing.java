package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Chooses the way that stands by: the one that is least likely to fail together with the first.
/// Another node before the same one, another host before the same one, then by score, to which a
/// shared region and shared operators add. Stateless.
record Pairing(Topology topology, ScoreWeights weights) {
  /// What a way is worth beside the first.
  record Worth(Fitness fitness, boolean sameNode, boolean sameHost, int valueMs)
      implements Comparable<Worth> {
    private static final Comparator<Worth> ORDER =
        Comparator.comparing(Worth::fitness)
            .thenComparing(Worth::sameNode)
            .thenComparing(Worth::sameHost)
            .thenComparingInt(Worth::valueMs);

    @Override
    public int compareTo(Worth other) {
      return ORDER.compare(this, other);
    }

    /// Whether it differs from `other` in its score alone.
    boolean isLike(Worth other) {
      return fitness == other.fitness && sameNode == other.sameNode && sameHost == other.sameHost;
    }
  }

  /// @param kept the way that stands by now; it stays unless another one is much better
  /// @return null if there is no other way
  @Nullable Considered second(
      Considered first, List<Considered> usable, @Nullable LinkKey kept, int keepMs) {
    Considered best = null;
    Considered present = null;
    for (Considered each : usable) {
      if (!each.way().link().equals(first.way().link())) {
        best = best == null || worth(first, each).compareTo(worth(first, best)) < 0 ? each : best;
        present = each.way().link().equals(kept) ? each : present;
      }
    }
    boolean stay =
        best != null && present != null && stays(worth(first, present), worth(first, best), keepMs);
    return stay ? present : best;
  }

  private static boolean stays(Worth present, Worth best, int keepMs) {
    return present.isLike(best) && present.valueMs <= best.valueMs + keepMs + best.valueMs / 4;
  }

  Worth worth(Considered first, Considered other) {
    NodeRecord one = record(first);
    NodeRecord two = record(other);
    boolean sameNode = one.id().equals(two.id());
    return new Worth(
        other.fitness(), sameNode, LinkAddresses.shareHost(one, two), valueMs(one, two, other));
  }

  private int valueMs(NodeRecord one, NodeRecord two, Considered other) {
    int regionMs = one.region().equals(two.region()) ? weights.sameRegionMs() : 0;
    boolean sameOperators = new HashSet<>(one.operators()).equals(new HashSet<>(two.operators()));
    return other.score().totalMs() + regionMs + (sameOperators ? weights.sameOperatorMs() : 0);
  }

  private NodeRecord record(Considered way) {
    return Objects.requireNonNull(topology.find(way.way().node()), "considered, so a member");
  }
}
