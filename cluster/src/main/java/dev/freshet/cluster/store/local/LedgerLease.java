package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import java.util.TreeSet;

/// A lease and its entries. Owned by its [Ledger].
final class LedgerLease {
  final LeaseId id;
  final long ttlMs;
  final TreeSet<StoreKey> keys = new TreeSet<>();
  private long deadlineNs;

  LedgerLease(LeaseId id, long ttlMs, long nowNs) {
    this.id = id;
    this.ttlMs = ttlMs;
    renew(nowNs);
  }

  void renew(long nowNs) {
    deadlineNs = nowNs + ttlMs * 1_000_000;
  }

  /// How long it has to live, rounded up; 0 if it is over.
  long leftMs(long nowNs) {
    return Math.max(0, (deadlineNs - nowNs + 999_999) / 1_000_000);
  }
}
