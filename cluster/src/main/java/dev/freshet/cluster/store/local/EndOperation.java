package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.file.StoreRecord;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Ends a lease with its entries.
final class EndOperation implements Operation {
  private final LeaseId id;
  private final Predicate<LedgerLease> mayEnd;
  private final Runnable notEnded;
  private boolean ended;

  /// @param mayEnd asked when it is decided: it may have been renewed meanwhile
  /// @param notEnded called if it still lives afterwards
  EndOperation(LeaseId id, Predicate<LedgerLease> mayEnd, Runnable notEnded) {
    this.id = id;
    this.mayEnd = mayEnd;
    this.notEnded = notEnded;
  }

  @Override
  public StoreRecord.@Nullable Mutation decide(Ledger ledger) {
    LedgerLease lease = ledger.lease(id);
    ended = lease == null || mayEnd.test(lease);
    if (lease == null || !ended) {
      return null;
    }
    long revision = ledger.revision() + (lease.keys.isEmpty() ? 0 : 1);
    return new StoreRecord.LeaseEnded(revision, id);
  }

  @Override
  public void deliver() {
    if (!ended) {
      notEnded.run();
    }
  }

  @Override
  public void refuse(Failed failure) {
    notEnded.run();
  }
}
