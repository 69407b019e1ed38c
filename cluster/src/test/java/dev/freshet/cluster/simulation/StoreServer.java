package dev.freshet.cluster.simulation;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.Lease;
import dev.freshet.cluster.store.LeaseEvent;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreValue;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.local.LocalStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The cluster's store: a real one in memory, far away from all nodes. It can be restored from a
/// backup, and can end all leases at once, as one whose leader stood still.
final class StoreServer {
  static final StorePrefix NODES = new StorePrefix("nodes/");
  static final StorePrefix STREAMS = new StorePrefix("streams/");

  final NodeLoop loop;
  private final Bug bug;
  private final Consumer<WatchEvent> streamTap;
  private final Map<LeaseId, Granted> leases = new HashMap<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private LocalStore store;
  private ClusterStore session;

  private static final class Granted {
    Lease lease = () -> {};
    long renewedMs;
    long ttlMs;
  }

  StoreServer(World world, Bug bug, Consumer<WatchEvent> streamTap) {
    this.loop = new NodeLoop(world, 0);
    this.bug = bug;
    this.streamTap = streamTap;
    this.store = LocalStore.inMemory(loop, StoreLimits.DEFAULT);
    this.session = store.connect();
    session.watch(STREAMS, loop, streamTap);
    expireLater();
  }

  ClusterStore session() {
    return session;
  }

  /// `broken` is run when connections break.
  void onBreak(Runnable broken) {
    watchers.add(broken);
  }

  void grant(long ttlMs, Consumer<LeaseId> answer) {
    Granted granted = new Granted();
    granted.renewedMs = loop.monotonicMs();
    granted.ttlMs = ttlMs;
    granted.lease =
        session.lease(
            ttlMs,
            loop,
            event -> {
              if (event instanceof LeaseEvent.Granted(LeaseId id, boolean again) && !again) {
                leases.put(id, granted);
                answer.accept(id);
              }
            });
  }

  /// @return whether there is still such a lease
  boolean keepAlive(LeaseId id) {
    Granted granted = leases.get(id);
    if (granted != null) {
      granted.renewedMs = loop.monotonicMs();
    }
    return granted != null;
  }

  void end(LeaseId id) {
    Granted granted = leases.remove(id);
    if (granted != null) {
      granted.lease.close();
    }
  }

  void endAllLeases() {
    List.copyOf(leases.keySet()).forEach(this::end);
  }

  private void expireLater() {
    loop.schedule(
        200,
        () -> {
          List.copyOf(leases.entrySet()).stream()
              .filter(e -> loop.monotonicMs() - e.getValue().renewedMs > e.getValue().ttlMs)
              .forEach(e -> end(e.getKey()));
          expireLater();
        });
  }

  void write(
      StoreKey key, long expected, StoreValue value, LeaseId lease, Consumer<WriteAnswer> answer) {
    if (bug == Bug.BLIND_WRITES) {
      session.get(
          key,
          loop,
          found -> {
            long revision = found instanceof GetAnswer.Found f ? f.entry().revision() : 0;
            session.compareAndSet(key, revision, value, lease, loop, answer);
          });
    } else {
      session.compareAndSet(key, expected, value, lease, loop, answer);
    }
  }

  /// Hands all entries to `backup`, later.
  void backUp(Consumer<List<Entry>> backup) {
    List<Entry> all = new ArrayList<>();
    session.list(NODES, loop, nodes -> all.addAll(entries(nodes)));
    session.list(
        STREAMS,
        loop,
        streams -> {
          all.addAll(entries(streams));
          backup.accept(all);
        });
  }

  private static List<Entry> entries(ListAnswer answer) {
    return answer instanceof ListAnswer.Listed listed ? listed.entries() : List.of();
  }

  /// From now on this is another store, with the old entries and lower revisions.
  void restore(List<Entry> backup) {
    store.close();
    leases.clear();
    store = LocalStore.inMemory(loop, StoreLimits.DEFAULT);
    session = store.connect();
    session.watch(STREAMS, loop, streamTap);
    for (Entry entry : backup) {
      if (entry.lease().equals(LeaseId.NONE)) {
        session.compareAndSet(entry.key(), 0, entry.value(), LeaseId.NONE, loop, _ -> {});
      } else {
        grant(
            6_000,
            lease -> session.compareAndSet(entry.key(), 0, entry.value(), lease, loop, _ -> {}));
      }
    }
    List<Runnable> broken = List.copyOf(watchers);
    watchers.clear();
    broken.forEach(Runnable::run);
  }
}
