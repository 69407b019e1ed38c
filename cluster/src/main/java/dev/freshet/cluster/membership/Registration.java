package dev.freshet.cluster.membership;

import dev.freshet.cluster.pace.Backoff;
import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.Lease;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// This node's own record in the store: written with a lease, and written again whenever it is not
/// there. Owned by the membership's loop.
///
/// Whatever happens, the next step is the same: look at what is there, and write if it is not what
/// this node says of itself.
final class Registration {
  private final ClusterStore store;
  private final Loop loop;
  private final RandomGenerator random;
  private final MembershipLimits limits;
  private final Probe probe;
  private final Consumer<MemberEvent> listener;
  private final StoreKey key;
  private final Backoff backoff;
  private NodeRecord record;
  private LeaseId lease = LeaseId.NONE;
  private @Nullable Lease held;
  private Loop.@Nullable Timer timer;
  private long dueMs;
  private long writtenMs = Long.MIN_VALUE / 2;
  private long revision;
  private boolean busy;
  private boolean changed;
  private boolean twin;
  private boolean closed;
  private @Nullable Runnable left;

  Registration(
      NodeRecord record,
      ClusterStore store,
      Probe probe,
      Loop loop,
      RandomGenerator random,
      MembershipLimits limits,
      Consumer<MemberEvent> listener) {
    this.record = record;
    this.store = store;
    this.probe = probe;
    this.loop = loop;
    this.random = random;
    this.limits = limits;
    this.listener = listener;
    this.key = Membership.PREFIX.key(record.id().value());
    this.backoff = new Backoff(random, limits.retryMinMs(), limits.retryMaxMs());
  }

  NodeRecord record() {
    return record;
  }

  void start() {
    held = store.lease(limits.leaseTtlMs(), loop, this::take);
  }

  /// This node says something else of itself from now on.
  void change(NodeRecord next) {
    record = next;
    checkIn(0);
  }

  /// Says goodbye: a last record that says so, then none.
  void leave(Runnable done) {
    left = done;
    record = record.with(Phase.LEAVING);
    writtenMs = Long.MIN_VALUE / 2; // a goodbye does not wait
    loop.schedule(limits.leaveMs(), this::close);
    checkIn(0);
  }

  /// Ends the lease; the record goes with it. Nothing is written any more.
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
    if (held != null) {
      held.close();
    }
    if (left != null) {
      left.run();
    }
  }

  /// Stops without a word: the record goes when its lease has run out.
  void abandon() {
    closed = true;
  }

  private void take(LeaseEvent event) {
    switch (event) {
      case LeaseEvent.Granted(LeaseId granted, boolean again) -> {
        lease = granted;
        checkIn(again ? random.nextLong(limits.rejoinSpreadMs() + 1) : 0);
      }
      case LeaseEvent.Lost _ -> lease = LeaseId.NONE;
      case LeaseEvent.Unconfirmed _, LeaseEvent.Confirmed _ -> {}
    }
  }

  /// Something happened to this node's own entry.
  void seen(Change change) {
    boolean untouched = change instanceof Change.Put put && isMine(put.entry());
    if (revision == 0 || closed || untouched) {
      return; // or not written yet
    }
    switch (change) {
      case Change.Deleted _ -> {
        twin = false;
        checkIn(random.nextLong(limits.rejoinSpreadMs() + 1));
      }
      case Change.Put put -> look(put.entry());
    }
  }

  /// Another boot's record: an old backup, or another process under this name.
  private void look(Entry entry) {
    switch (NodeRecordText.read(entry.value())) {
      case NodeRecordText.ReadAnswer.Read(NodeRecord other)
          when other.bootId() != record.bootId() ->
          probe.ask(other, limits.probeTimeoutMs(), answer -> compare(other, answer));
      case NodeRecordText.ReadAnswer.Read _, NodeRecordText.ReadAnswer.Unreadable _ ->
          checkIn(random.nextLong(limits.rejoinSpreadMs() + 1));
    }
  }

  private void compare(NodeRecord other, Probe.ProbeAnswer answer) {
    if (answer instanceof Probe.ProbeAnswer.Alive alive && alive.bootId() == other.bootId()) {
      twin = true;
      listener.accept(new MemberEvent.Twin(other));
    } else {
      checkIn(random.nextLong(limits.rejoinSpreadMs() + 1));
    }
  }

  /// Looks at the entry in `delayMs` at the latest, and writes it if need be.
  private void checkIn(long delayMs) {
    long atMs = Math.max(nowMs() + delayMs, writtenMs + limits.minRewriteMs());
    changed |= busy;
    if (closed || busy || (timer != null && dueMs <= atMs)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    dueMs = atMs;
    timer = loop.schedule(atMs - nowMs(), this::check);
  }

  private void check() {
    timer = null;
    if (closed || twin || lease.equals(LeaseId.NONE)) {
      return;
    }
    busy = true;
    changed = false;
    store.get(key, loop, this::took);
  }

  private void took(GetAnswer answer) {
    switch (answer) {
      case GetAnswer.Found(Entry entry) when isMine(entry) -> written(entry.revision());
      case GetAnswer.Found(Entry entry) -> write(entry.revision());
      case GetAnswer.Absent _ -> write(0);
      case Failed _ -> retry();
    }
  }

  private boolean isMine(Entry entry) {
    return entry.lease().equals(lease) && entry.value().equals(value());
  }

  private StoreValue value() {
    return NodeRecordText.write(record);
  }

  private void write(long expectedRevision) {
    if (closed || lease.equals(LeaseId.NONE)) {
      busy = false; // the next lease brings it back here
      return;
    }
    writtenMs = nowMs();
    store.compareAndSet(key, expectedRevision, value(), lease, loop, this::took);
  }

  private void took(WriteAnswer answer) {
    switch (answer) {
      case WriteAnswer.Done(long at) -> written(at);
      case WriteAnswer.Conflict _, WriteAnswer.LeaseGone _, Failed _ -> retry();
    }
  }

  private void written(long at) {
    busy = false;
    backoff.reset();
    boolean first = revision != at;
    revision = at;
    if (record.phase() == Phase.LEAVING && !changed) {
      store.compareAndDelete(key, at, loop, _ -> close());
    } else if (changed) {
      checkIn(0);
    } else if (first) {
      listener.accept(new MemberEvent.Registered());
    }
  }

  private void retry() {
    busy = false;
    checkIn(backoff.nextMs());
  }

  private long nowMs() {
    return loop.clock().monotonicMs();
  }
}
