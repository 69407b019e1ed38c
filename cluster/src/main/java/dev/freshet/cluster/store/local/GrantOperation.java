package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.file.StoreRecord;
import java.util.function.Consumer;

/// Grants a lease.
final class GrantOperation implements Operation {
  private final long ttlMs;
  private final Consumer<LeaseId> granted;
  private final Consumer<Failed> failed;
  private LeaseId lease = LeaseId.NONE;

  GrantOperation(long ttlMs, Consumer<LeaseId> granted, Consumer<Failed> failed) {
    this.ttlMs = ttlMs;
    this.granted = granted;
    this.failed = failed;
  }

  @Override
  public StoreRecord.Mutation decide(Ledger ledger) {
    lease = new LeaseId(ledger.lastLease() + 1);
    return new StoreRecord.LeaseGranted(lease, ttlMs);
  }

  @Override
  public void deliver() {
    granted.accept(lease);
  }

  @Override
  public void refuse(Failed failure) {
    failed.accept(failure);
  }
}
