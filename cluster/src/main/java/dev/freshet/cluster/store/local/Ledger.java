package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.file.StoreRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The entries, leases and revision of a store, in memory. Owned by the store's loop; knows no
/// disk.
final class Ledger {
  private final TreeMap<StoreKey, Entry> entries = new TreeMap<>();
  private final Map<LeaseId, LedgerLease> leases = new LinkedHashMap<>();
  private long revision;
  private long lastLease;

  Ledger(long revision, long lastLease) {
    this.revision = revision;
    this.lastLease = lastLease;
  }

  long revision() {
    return revision;
  }

  long lastLease() {
    return lastLease;
  }

  @Nullable Entry get(StoreKey key) {
    return entries.get(key);
  }

  List<Entry> list(StorePrefix prefix) {
    StoreKey from = new StoreKey(prefix.path());
    return List.copyOf(entries.subMap(from, new StoreKey(prefix.end())).values());
  }

  @Nullable LedgerLease lease(LeaseId id) {
    return leases.get(id);
  }

  Collection<LedgerLease> leases() {
    return leases.values();
  }

  /// Goes on at a higher revision, so that none that somebody may have seen comes again.
  void skipTo(long revision) {
    this.revision = Math.max(this.revision, revision);
  }

  Applied apply(StoreRecord.Mutation mutation, long nowNs) {
    return switch (mutation) {
      case StoreRecord.Put put -> put(put.entry());
      case StoreRecord.Delete delete -> delete(delete.key(), delete.revision());
      case StoreRecord.LeaseGranted granted -> grant(granted, nowNs);
      case StoreRecord.LeaseEnded ended -> end(ended);
    };
  }

  private Applied put(Entry entry) {
    long before = revision;
    Entry prior = entries.get(entry.key());
    replace(prior, entry);
    revision = entry.revision();
    return new Applied(
        revision,
        List.of(new Change.Put(entry)),
        () -> {
          revision = before;
          restore(entry, prior);
        });
  }

  private Applied delete(StoreKey key, long atRevision) {
    long before = revision;
    Entry prior = entries.get(key);
    revision = atRevision;
    if (prior == null) {
      return new Applied(revision, List.of(), () -> revision = before);
    }
    remove(prior);
    return new Applied(
        revision,
        List.of(new Change.Deleted(key)),
        () -> {
          revision = before;
          restore(null, prior);
        });
  }

  private Applied grant(StoreRecord.LeaseGranted granted, long nowNs) {
    long before = lastLease;
    LeaseId id = granted.lease();
    leases.putIfAbsent(id, new LedgerLease(id, granted.ttlMs(), nowNs));
    lastLease = Math.max(lastLease, id.value());
    return new Applied(
        revision,
        List.of(),
        () -> {
          lastLease = before;
          leases.remove(id);
        });
  }

  private Applied end(StoreRecord.LeaseEnded ended) {
    long before = revision;
    LedgerLease lease = leases.remove(ended.lease());
    if (lease == null) {
      return Applied.NOTHING;
    }
    List<Entry> gone = lease.keys.stream().map(entries::get).toList();
    List<Change> changes = new ArrayList<>();
    for (Entry entry : gone) {
      entries.remove(entry.key());
      changes.add(new Change.Deleted(entry.key()));
    }
    revision = ended.revision();
    return new Applied(
        revision,
        changes,
        () -> {
          revision = before;
          leases.put(lease.id, lease); // which still knows its keys
          gone.forEach(entry -> entries.put(entry.key(), entry));
        });
  }

  private void restore(@Nullable Entry applied, @Nullable Entry prior) {
    if (prior != null) {
      replace(applied, prior);
    } else if (applied != null) {
      remove(applied);
    }
  }

  private void replace(@Nullable Entry prior, Entry entry) {
    if (prior != null) {
      remove(prior);
    }
    entries.put(entry.key(), entry);
    LedgerLease lease = leases.get(entry.lease());
    if (lease != null) {
      lease.keys.add(entry.key());
    }
  }

  private void remove(Entry entry) {
    entries.remove(entry.key());
    LedgerLease lease = leases.get(entry.lease());
    if (lease != null) {
      lease.keys.remove(entry.key());
    }
  }

  /// All of it as a snapshot's records.
  List<StoreRecord> records(String format, long unixMs) {
    List<StoreRecord> records = new ArrayList<>();
    records.add(new StoreRecord.Header(format, revision, lastLease, unixMs));
    leases
        .values()
        .forEach(lease -> records.add(new StoreRecord.LeaseGranted(lease.id, lease.ttlMs)));
    entries.values().forEach(entry -> records.add(new StoreRecord.Put(entry)));
    records.add(new StoreRecord.End(records.size()));
    return records;
  }
}
