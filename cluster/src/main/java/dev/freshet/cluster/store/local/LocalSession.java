package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.Lease;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StoreHealth;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.Watch;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client of a [LocalStore]. Thread-safe.
final class LocalSession implements ClusterStore {
  private final LocalStore store;
  private final Queue<LocalLease> leases = new ConcurrentLinkedQueue<>();
  private final Queue<LocalWatch> watches = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  LocalSession(LocalStore store) {
    this.store = store;
  }

  @Override
  public void get(StoreKey key, Loop loop, Consumer<GetAnswer> answer) {
    postAsk(
        new ReadOperation<GetAnswer>(
            ledger -> lookUp(ledger, key), on(loop, answer), on(loop, answer)::accept));
  }

  private static GetAnswer lookUp(Ledger ledger, StoreKey key) {
    Entry entry = ledger.get(key);
    return entry == null ? new GetAnswer.Absent(ledger.revision()) : new GetAnswer.Found(entry);
  }

  @Override
  public void list(StorePrefix prefix, Loop loop, Consumer<ListAnswer> answer) {
    postAsk(
        new ReadOperation<ListAnswer>(
            ledger -> new ListAnswer.Listed(ledger.revision(), ledger.list(prefix)),
            on(loop, answer),
            on(loop, answer)::accept));
  }

  @Override
  public void compareAndSet(
      StoreKey key,
      long expectedRevision,
      StoreValue value,
      LeaseId lease,
      Loop loop,
      Consumer<WriteAnswer> answer) {
    write(key, expectedRevision, value, lease, loop, answer);
  }

  @Override
  public void compareAndDelete(
      StoreKey key, long expectedRevision, Loop loop, Consumer<WriteAnswer> answer) {
    ClusterStore.checkToDelete(expectedRevision);
    write(key, expectedRevision, null, LeaseId.NONE, loop, answer);
  }

  private void write(
      StoreKey key,
      long expectedRevision,
      @Nullable StoreValue value,
      LeaseId lease,
      Loop loop,
      Consumer<WriteAnswer> answer) {
    postAsk(new WriteOperation(key, expectedRevision, value, lease, on(loop, answer)));
  }

  @Override
  public Lease lease(long ttlMs, Loop loop, Consumer<LeaseEvent> listener) {
    LocalLease lease = new LocalLease(store, ttlMs, loop, listener);
    if (!closed) {
      leases.removeIf(LocalLease::isClosed);
      leases.add(lease);
      lease.postGrant();
    }
    return lease;
  }

  @Override
  public Watch watch(StorePrefix prefix, Loop loop, Consumer<WatchEvent> listener) {
    LocalWatch watch = new LocalWatch(store, prefix, loop, listener);
    if (!closed) {
      watches.removeIf(LocalWatch::isClosed);
      watches.add(watch);
      watch.postRelist();
    }
    return watch;
  }

  @Override
  public StoreHealth health() {
    return closed ? StoreHealth.ill("closed") : store.health();
  }

  @Override
  public void close() {
    closed = true;
    leases.forEach(LocalLease::abandon);
    watches.forEach(LocalWatch::close);
  }

  private void postAsk(Operation operation) {
    if (closed) {
      operation.refuse(new Failed(Failed.Kind.CLOSED, "the store is closed", false));
    } else {
      store.postAsk(operation);
    }
  }

  private static <A> Consumer<A> on(Loop loop, Consumer<A> answer) {
    return value -> loop.post(() -> answer.accept(value));
  }
}
