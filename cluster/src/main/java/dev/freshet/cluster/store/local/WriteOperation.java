package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.file.StoreRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A compare-and-set, or without a value a compare-and-delete.
final class WriteOperation implements Operation {
  private final StoreKey key;
  private final long expectedRevision;
  private final @Nullable StoreValue value;
  private final LeaseId lease;
  private final Consumer<WriteAnswer> answer;
  private @Nullable WriteAnswer decided;

  WriteOperation(
      StoreKey key,
      long expectedRevision,
      @Nullable StoreValue value,
      LeaseId lease,
      Consumer<WriteAnswer> answer) {
    this.key = key;
    this.expectedRevision = expectedRevision;
    this.value = value;
    this.lease = lease;
    this.answer = answer;
  }

  @Override
  public StoreRecord.@Nullable Mutation decide(Ledger ledger) {
    Entry current = ledger.get(key);
    if ((current == null ? 0 : current.revision()) != expectedRevision) {
      decided = new WriteAnswer.Conflict(current);
      return null;
    }
    if (!lease.equals(LeaseId.NONE) && ledger.lease(lease) == null) {
      decided = new WriteAnswer.LeaseGone(lease);
      return null;
    }
    long revision = ledger.revision() + 1;
    decided = new WriteAnswer.Done(revision);
    return value == null
        ? new StoreRecord.Delete(revision, key)
        : new StoreRecord.Put(new Entry(key, value, revision, lease));
  }

  @Override
  public void deliver() {
    if (decided != null) {
      answer.accept(decided);
    }
  }

  @Override
  public void refuse(Failed failed) {
    answer.accept(failed);
  }
}
