package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreHealth;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.cluster.store.file.StoreRecord;
import dev.freshet.contract.time.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The store of one machine. Everything in it is owned by one loop, which also waits for the disk:
/// in production a [dev.freshet.cluster.store.StoreThread], in simulation a simulated one.
///
/// What was asked since the last time is one batch, with one fsync. Nothing is answered and no
/// watch is told before the batch is on the disk; if the disk refuses it, the batch is taken back
/// from memory, its writes are answered [Failed], and its reads see what is left.
public final class LocalStore implements AutoCloseable {
  /// How long a log may become before a new snapshot is made.
  public static final long DEFAULT_MAX_LOG_BYTES = 4L << 20;

  private static final long RETRY_MS = 100;

  private final Loop loop;
  private final StoreLimits limits;
  private final Journal journal;
  private final Ledger ledger;
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<LocalWatch> watches = new LinkedHashSet<>();
  private List<Operation> asked = new ArrayList<>();
  private volatile StoreHealth health = StoreHealth.WELL;
  private volatile boolean closed;

  private LocalStore(Loop loop, StoreLimits limits, Journal journal, Ledger ledger) {
    this.loop = loop;
    this.limits = limits;
    this.journal = journal;
    this.ledger = ledger;
    loop.post(() -> ledger.leases().forEach(lease -> checkLater(lease.id, lease.ttlMs)));
  }

  /// What [#open] came to.
  public sealed interface OpenAnswer {
    record Opened(LocalStore store) implements OpenAnswer {}

    /// The folder cannot be used; the reason is for people.
    record Refused(String reason) implements OpenAnswer {}
  }

  /// Opens the store in `folder`, which is made if it is missing. Blocks.
  ///
  /// @param loop the store's own: it waits for the disk
  /// @param notes gets what people should know of the disk, such as an end that was cut off
  public static OpenAnswer open(
      Path folder, Loop loop, StoreLimits limits, long maxLogBytes, Consumer<String> notes) {
    return open(folder, loop, limits, maxLogBytes, notes, Disk.real());
  }

  static OpenAnswer open(
      Path folder,
      Loop loop,
      StoreLimits limits,
      long maxLogBytes,
      Consumer<String> notes,
      Disk disk) {
    try {
      JournalFiles files = new JournalFiles(folder);
      DiskJournal.Opened opened = DiskJournal.open(files, disk, loop.clock(), maxLogBytes, notes);
      return new OpenAnswer.Opened(new LocalStore(loop, limits, opened.journal(), opened.ledger()));
    } catch (IOException e) {
      return new OpenAnswer.Refused("store in %s: %s".formatted(folder, e.getMessage()));
    }
  }

  /// A store that forgets: for simulation.
  public static LocalStore inMemory(Loop loop, StoreLimits limits) {
    return new LocalStore(loop, limits, Journal.NONE, new Ledger(1, 0));
  }

  /// One client of this store, as a node is one of etcd's. Any thread.
  public ClusterStore connect() {
    return new LocalSession(this);
  }

  /// Ends it: what was asked so far is still answered, what comes later is refused. Any thread; it
  /// is closed, and its folder free, when its loop has come round.
  @Override
  public void close() {
    closed = true;
    loop.post(() -> {
      commit();
      watches.forEach(LocalWatch::end);
      watches.clear();
      journal.close();
    });
  }

  Loop loop() {
    return loop;
  }

  StoreLimits limits() {
    return limits;
  }

  StoreHealth health() {
    return closed ? StoreHealth.ill("closed") : health;
  }

  /// Asks `operation` of the ledger. Any thread.
  void postAsk(Operation operation) {
    if (closed) {
      operation.refuse(new Failed(Failed.Kind.CLOSED, "the store is closed", false));
    } else if (calls.incrementAndGet() > limits.maxCalls()) {
      calls.decrementAndGet();
      operation.refuse(
          new Failed(
              Failed.Kind.LIMIT,
              "%d calls under way (expected: at most %d)"
                  .formatted(limits.maxCalls(), limits.maxCalls()),
              false));
    } else {
      loop.post(() -> ask(operation));
    }
  }

  private void ask(Operation operation) {
    assert loop.inLoop();
    asked.add(operation);
    if (asked.size() == 1) {
      loop.post(this::commit); // behind all that was posted by now: one fsync for these
    }
  }

  private void commit() {
    List<Operation> batch = asked;
    asked = new ArrayList<>();
    calls.addAndGet(-batch.size());
    if (batch.isEmpty()) {
      return;
    }
    journal.keepUp(ledger);
    List<Applied> applied = new ArrayList<>();
    List<StoreRecord.Mutation> mutations = decide(batch, applied);
    Failed failed = journal.append(mutations);
    if (failed == null) {
      health = mutations.isEmpty() ? health : StoreHealth.WELL;
      deliver(batch, applied);
    } else {
      health = StoreHealth.ill(failed.detail());
      applied.reversed().forEach(one -> one.undo().run());
      batch.forEach(operation -> deliverUnchanged(operation, failed));
    }
  }

  private List<StoreRecord.Mutation> decide(List<Operation> batch, List<Applied> applied) {
    List<StoreRecord.Mutation> mutations = new ArrayList<>();
    long nowNs = loop.clock().nanoTime();
    for (Operation operation : batch) {
      StoreRecord.Mutation mutation = operation.decide(ledger);
      if (mutation == null) {
        applied.add(Applied.NOTHING);
      } else {
        mutations.add(mutation);
        applied.add(ledger.apply(mutation, nowNs));
      }
    }
    return mutations;
  }

  private void deliver(List<Operation> batch, List<Applied> applied) {
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).deliver(); // a watch that begins here is told what comes after it only
      tell(applied.get(i));
    }
  }

  private void tell(Applied applied) {
    List<Change> changes = applied.changes();
    if (!changes.isEmpty()) {
      watches.removeIf(LocalWatch::isClosed);
      watches.forEach(watch -> watch.changed(applied.revision(), changes));
    }
  }

  private void deliverUnchanged(Operation operation, Failed failed) {
    if (operation.decide(ledger) == null) {
      operation.deliver();
    } else {
      operation.refuse(failed);
    }
  }

  /// Adds a watch that was just told everything. On the store's loop.
  void add(LocalWatch watch) {
    watches.add(watch);
  }

  /// A sign of life from a lease's owner. On the store's loop.
  ///
  /// @return whether there is such a lease
  boolean renew(LeaseId id) {
    assert loop.inLoop();
    LedgerLease lease = ledger.lease(id);
    if (lease != null) {
      lease.renew(loop.clock().nanoTime());
    }
    return lease != null;
  }

  /// Looks after a lease in `delayMs`. On the store's loop.
  void checkLater(LeaseId id, long delayMs) {
    loop.schedule(delayMs, () -> check(id));
  }

  private void check(LeaseId id) {
    LedgerLease lease = ledger.lease(id);
    if (lease == null || closed) {
      return;
    }
    long leftMs = leftMs(lease);
    if (leftMs > 0) {
      checkLater(id, leftMs);
    } else {
      calls.incrementAndGet();
      ask(new EndOperation(id, due -> leftMs(due) == 0, () -> checkLater(id, RETRY_MS)));
    }
  }

  private long leftMs(LedgerLease lease) {
    return lease.leftMs(loop.clock().nanoTime());
  }
}
