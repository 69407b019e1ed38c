package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.Lease;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StoreHealth;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.Watch;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Loop;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/// The cluster store on etcd. What it holds is owned by one loop of its own, a
/// [dev.freshet.cluster.store.StoreThread] in production.
///
/// etcd keeps every revision until it is told to compact, and stops when it is full: its operator
/// sets `--auto-compaction-mode=periodic --auto-compaction-retention=10m`. Watches survive it.
public final class EtcdStore implements ClusterStore {
  private final EtcdLink link;
  private final StoreLimits limits;
  private final RandomGenerator random;
  private final Queue<EtcdLease> leases = new ConcurrentLinkedQueue<>();
  private final Queue<EtcdWatch> watches = new ConcurrentLinkedQueue<>();

  private EtcdStore(EtcdLink link, StoreLimits limits, RandomGenerator random) {
    this.link = link;
    this.limits = limits;
    this.random = random;
  }

  /// What [#open] came to.
  public sealed interface OpenAnswer {
    /// etcd need not be there yet: see [ClusterStore#health].
    record Opened(EtcdStore store) implements OpenAnswer {}

    /// The certificates or keys cannot be used; the reason is for people.
    record Refused(String reason) implements OpenAnswer {}
  }

  /// Begins to connect, and loads the client, which takes seconds, on other threads.
  ///
  /// @param loop the store's own
  /// @param random spreads what many nodes do at once after an outage
  public static OpenAnswer open(
      EtcdConfig config, Loop loop, StoreLimits limits, RandomGenerator random) {
    try {
      EtcdLink link = new EtcdLink(config, loop, limits);
      link.postStart();
      return new OpenAnswer.Opened(new EtcdStore(link, limits, random));
    } catch (SSLException | IllegalArgumentException e) {
      return new OpenAnswer.Refused("etcd: TLS: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause();
    return e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }

  @Override
  public void get(StoreKey key, Loop loop, Consumer<GetAnswer> answer) {
    link.postCall(
        client -> client.getKVClient().get(EtcdClients.bytes(key.path())),
        got -> post(loop, answer, found(got.getKvs(), got.getHeader().getRevision())),
        thrown -> post(loop, answer, EtcdFaults.read(thrown)),
        failed -> post(loop, answer, failed));
  }

  private static GetAnswer found(List<KeyValue> pairs, long revision) {
    List<Entry> entries = EtcdEntries.entries(pairs);
    return entries.isEmpty()
        ? new GetAnswer.Absent(revision)
        : new GetAnswer.Found(entries.getFirst());
  }

  @Override
  public void list(StorePrefix prefix, Loop loop, Consumer<ListAnswer> answer) {
    new EtcdListing(link, prefix, listed -> post(loop, answer, listed)).postStart();
  }

  @Override
  public void compareAndSet(
      StoreKey key,
      long expectedRevision,
      StoreValue value,
      LeaseId lease,
      Loop loop,
      Consumer<WriteAnswer> answer) {
    PutOption option = PutOption.builder().withLeaseId(lease.value()).build();
    Op put = Op.put(EtcdClients.bytes(key.path()), ByteSequence.from(value.toBytes()), option);
    write(key, expectedRevision, put, lease, loop, answer);
  }

  @Override
  public void compareAndDelete(
      StoreKey key, long expectedRevision, Loop loop, Consumer<WriteAnswer> answer) {
    ClusterStore.checkToDelete(expectedRevision);
    Op delete = Op.delete(EtcdClients.bytes(key.path()), DeleteOption.DEFAULT);
    write(key, expectedRevision, delete, LeaseId.NONE, loop, answer);
  }

  private void write(
      StoreKey key,
      long expectedRevision,
      Op then,
      LeaseId lease,
      Loop loop,
      Consumer<WriteAnswer> answer) {
    CmpTarget<?> revision = CmpTarget.modRevision(expectedRevision); // 0: not there
    Cmp unchanged = new Cmp(EtcdClients.bytes(key.path()), Cmp.Op.EQUAL, revision);
    Op otherwise = Op.get(EtcdClients.bytes(key.path()), GetOption.DEFAULT);
    link.postCall(
        client -> {
          Txn txn = client.getKVClient().txn();
          return txn.If(unchanged).Then(then).Else(otherwise).commit();
        },
        done -> post(loop, answer, written(done)),
        thrown -> post(loop, answer, notWritten(thrown, lease)),
        failed -> post(loop, answer, failed));
  }

  private static WriteAnswer written(TxnResponse done) {
    if (done.isSucceeded()) {
      return new WriteAnswer.Done(done.getHeader().getRevision());
    }
    List<Entry> current = EtcdEntries.entries(done.getGetResponses().getFirst().getKvs());
    return new WriteAnswer.Conflict(current.isEmpty() ? null : current.getFirst());
  }

  private static WriteAnswer notWritten(Throwable thrown, LeaseId lease) {
    boolean leased = !lease.equals(LeaseId.NONE);
    return leased && EtcdFaults.isLeaseGone(thrown)
        ? new WriteAnswer.LeaseGone(lease)
        : EtcdFaults.write(thrown);
  }

  @Override
  public Lease lease(long ttlMs, Loop loop, Consumer<LeaseEvent> listener) {
    EtcdLease lease = new EtcdLease(link, ttlMs, loop, listener, random);
    leases.removeIf(EtcdLease::isClosed);
    leases.add(lease);
    lease.postStart();
    return lease;
  }

  @Override
  public Watch watch(StorePrefix prefix, Loop loop, Consumer<WatchEvent> listener) {
    EtcdWatch watch =
        new EtcdWatch(link, prefix, loop, listener, limits.maxWaitingChanges(), random);
    watches.removeIf(EtcdWatch::isClosed);
    watches.add(watch);
    watch.postStart();
    return watch;
  }

  @Override
  public StoreHealth health() {
    return link.health();
  }

  @Override
  public void close() {
    leases.forEach(EtcdLease::abandon);
    watches.forEach(EtcdWatch::close);
    link.close();
  }

  private static <A> void post(Loop loop, Consumer<A> answer, A value) {
    loop.post(() -> answer.accept(value));
  }
}
