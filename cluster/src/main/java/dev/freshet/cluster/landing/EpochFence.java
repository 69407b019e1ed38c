package dev.freshet.cluster.landing;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The highest epoch that this node has seen of each stream, wherever it saw it: what is older is
/// not obeyed. Owned by the landing's loop. Of streams that nobody spoke of for the longest time it
/// forgets the epoch when there are too many.
final class EpochFence {
  private final Map<StreamKey, Epoch> highest;

  EpochFence(int maxStreams) {
    highest =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.@Nullable Entry<StreamKey, Epoch> eldest) {
            return size() > maxStreams;
          }
        };
  }

  @Nullable Epoch highest(StreamKey key) {
    return highest.get(key);
  }

  long highestTerm(StreamKey key) {
    Epoch seen = highest.get(key);
    return seen == null ? 0 : seen.term();
  }

  /// Somebody showed `epoch`.
  ///
  /// @return whether it is the highest
  boolean raise(StreamKey key, Epoch epoch) {
    Epoch seen = highest.get(key);
    if (seen != null && seen.compareTo(epoch) > 0) {
      return false;
    }
    highest.put(key, epoch);
    return true;
  }
}
