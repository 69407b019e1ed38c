package dev.freshet.cluster.landing;

import dev.freshet.contract.StreamKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where streams are: what stands in the store, and what origins told this node directly. Owned by
/// the landing's loop. The newer epoch wins.
final class StreamDirectory {
  private final LandingLimits limits;
  private final Map<StreamKey, StreamRecord> listed = new HashMap<>();

  /// In the order in which they were last told of.
  private final Map<StreamKey, Heard> heard = new LinkedHashMap<>();

  private record Heard(StreamRecord record, long untilMs) {
    /// What the store says later of the same reign; but that it is over, the origin knows better.
    Heard updated(StreamRecord stored) {
      boolean same = stored.epoch().equals(record.epoch());
      return same && record.state() != StreamRecord.State.ENDED ? new Heard(stored, untilMs) : this;
    }
  }

  StreamDirectory(LandingLimits limits) {
    this.limits = limits;
  }

  void list(StreamRecord record) {
    listed.put(record.key(), record);
    heard.computeIfPresent(record.key(), (_, told) -> told.updated(record));
  }

  void unlist(StreamKey key) {
    listed.remove(key);
  }

  Collection<StreamRecord> listed() {
    return Collections.unmodifiableCollection(listed.values());
  }

  /// A peer told of `record`; what it told before of an older reign is forgotten.
  void hear(StreamRecord record, long nowMs) {
    Heard before = heard.get(record.key());
    if (before != null && before.record.epoch().compareTo(record.epoch()) > 0) {
      return;
    }
    heard.remove(record.key()); // to the end
    heard.put(record.key(), new Heard(record, nowMs + limits.heardForMs()));
    if (heard.size() > limits.maxHeard()) {
      heard.remove(heard.keySet().iterator().next());
    }
  }

  void forgetOld(long nowMs) {
    Iterator<Heard> oldest = heard.values().iterator();
    while (oldest.hasNext() && oldest.next().untilMs <= nowMs) {
      oldest.remove();
    }
  }

  /// The newest reign that is known; null if none is, or it is known to be over.
  @Nullable StreamRecord find(StreamKey key, long nowMs) {
    StreamRecord best = listed.get(key);
    Heard told = heard.get(key);
    boolean newer =
        told != null
            && told.untilMs > nowMs
            && (best == null || told.record.epoch().compareTo(best.epoch()) >= 0);
    StreamRecord found = newer && told != null ? told.record : best;
    return found == null || found.state() == StreamRecord.State.ENDED ? null : found;
  }
}
