package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreValue;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// jetcd's records in our words.
final class EtcdEntries {
  private EtcdEntries() {}

  static List<Entry> entries(List<KeyValue> pairs) {
    return pairs.stream().filter(EtcdEntries::isOurs).map(EtcdEntries::entry).toList();
  }

  static Entry entry(KeyValue pair) {
    return new Entry(
        key(pair),
        StoreValue.of(pair.getValue().getBytes()),
        pair.getModRevision(),
        new LeaseId(pair.getLease()));
  }

  /// @return null if it is about a key that we cannot have written
  static @Nullable Change change(WatchEvent event) {
    KeyValue pair = event.getKeyValue();
    boolean isPut = event.getEventType() == WatchEvent.EventType.PUT;
    if (!isOurs(pair)) {
      return null;
    }
    return isPut ? new Change.Put(entry(pair)) : new Change.Deleted(key(pair));
  }

  /// Others may write below our root; what does not keep our limits is not there.
  private static boolean isOurs(KeyValue pair) {
    byte[] key = pair.getKey().getBytes();
    boolean fits = key.length > 0 && key.length <= StoreKey.MAX_CHARS;
    for (byte b : key) {
      fits &= b > ' ' && b < 127;
    }
    return fits && pair.getValue().size() <= StoreValue.MAX_BYTES;
  }

  private static StoreKey key(KeyValue pair) {
    return new StoreKey(pair.getKey().toString(StandardCharsets.US_ASCII));
  }
}
