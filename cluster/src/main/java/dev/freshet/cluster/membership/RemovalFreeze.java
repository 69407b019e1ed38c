package dev.freshet.cluster.membership;

import dev.freshet.contract.NodeId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Whether so many nodes vanished at once that none may be removed. Owned by the membership's loop.
///
/// A freeze lasts while so many vanished in the last seconds, and beyond that while so many do not
/// answer, up to a limit.
final class RemovalFreeze {
  private final MembershipLimits limits;
  private final Map<NodeId, Long> vanishedMs = new LinkedHashMap<>();
  private long frozenSinceMs;
  private boolean frozen;

  RemovalFreeze(MembershipLimits limits) {
    this.limits = limits;
  }

  void vanished(NodeId id, long nowMs) {
    vanishedMs.remove(id); // to the end
    vanishedMs.put(id, nowMs);
  }

  /// Looks again.
  ///
  /// @param known all members now, this node not among them
  /// @param silent those of them who vanished and do not answer
  /// @return whether removals are frozen
  boolean update(Set<NodeId> known, int silent, long nowMs) {
    vanishedMs.values().removeIf(atMs -> nowMs - atMs > limits.freezeWindowMs());
    int all = all(known);
    if (isMany(vanishedMs.size(), all)) {
      frozenSinceMs = frozen ? frozenSinceMs : nowMs;
      frozen = true;
    } else if (!isMany(silent, all) || nowMs - frozenSinceMs > limits.maxFreezeMs()) {
      frozen = false;
    }
    return frozen;
  }

  /// An operator says that they are gone indeed.
  void thaw() {
    vanishedMs.clear();
    frozen = false;
  }

  boolean isFrozen() {
    return frozen;
  }

  int vanishedCount() {
    return vanishedMs.size();
  }

  /// All members, those included who vanished in the window and are removed already.
  int all(Set<NodeId> known) {
    Set<NodeId> all = new HashSet<>(known);
    all.addAll(vanishedMs.keySet());
    return all.size() + 1;
  }

  private boolean isMany(int count, int all) {
    return count >= limits.freezeNodes() && count * 100L > (long) limits.freezePercent() * all;
  }
}
