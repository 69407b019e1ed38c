package dev.freshet.cluster.simulation;

import dev.freshet.cluster.store.Change;
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
import dev.freshet.cluster.store.WatchFeed;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Loop;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node's connection to the store over the simulated network: calls that may be lost on the way
/// there or back, watches that break and find their difference, a lease that is kept alive by
/// messages.
final class FarStore implements ClusterStore {
  private static final long TIMEOUT_MS = 2_000;

  private final World world;
  private final Network network;
  private final StoreServer server;
  private final String self;
  private final NodeLoop loop;
  private final Bug bug;
  private final Map<String, SortedMap<StoreKey, Entry>> disk;
  private Consumer<WatchEvent> tap = _ -> {};
  private boolean closed;

  /// @param disk what the node saw of the store before, and sees from now on
  FarStore(
      World world,
      Network network,
      StoreServer server,
      String self,
      NodeLoop loop,
      Bug bug,
      Map<String, SortedMap<StoreKey, Entry>> disk) {
    this.world = world;
    this.network = network;
    this.server = server;
    this.self = self;
    this.loop = loop;
    this.bug = bug;
    this.disk = disk;
  }

  /// `tap` is told first whatever watches of nodes tell.
  ClusterStore tapped(Consumer<WatchEvent> nodeTap) {
    tap = nodeTap;
    return this;
  }

  private <A> void call(Consumer<Consumer<A>> ask, A failed, Consumer<A> answer) {
    boolean[] done = {false};
    Consumer<A> once =
        result -> {
          if (!done[0] && !closed) {
            done[0] = true;
            answer.accept(result);
          }
        };
    loop.schedule(TIMEOUT_MS, () -> once.accept(failed));
    boolean refusedAtOnce = world.chance(50);
    Runnable lost =
        () -> {
          if (refusedAtOnce) {
            loop.post(() -> once.accept(failed));
          }
        };
    network.send(
        self,
        Network.STORE,
        () ->
            server.loop.post(() ->
                ask.accept(result ->
                    network.send(Network.STORE, self, () -> loop.post(() -> once.accept(result))))),
        lost);
  }

  private static Failed failed(boolean mayHaveHappened) {
    return new Failed(Failed.Kind.UNAVAILABLE, "no answer", mayHaveHappened);
  }

  @Override
  public void get(StoreKey key, Loop on, Consumer<GetAnswer> answer) {
    this.<GetAnswer>call(
        back -> server.session().get(key, server.loop, back), failed(false), answer);
  }

  @Override
  public void list(StorePrefix prefix, Loop on, Consumer<ListAnswer> answer) {
    this.<ListAnswer>call(
        back -> server.session().list(prefix, server.loop, back), failed(false), answer);
  }

  @Override
  public void compareAndSet(
      StoreKey key,
      long expectedRevision,
      StoreValue value,
      LeaseId lease,
      Loop on,
      Consumer<WriteAnswer> answer) {
    this.<WriteAnswer>call(
        back -> server.write(key, expectedRevision, value, lease, back), failed(true), answer);
  }

  @Override
  public void compareAndDelete(
      StoreKey key, long expectedRevision, Loop on, Consumer<WriteAnswer> answer) {
    this.<WriteAnswer>call(
        back -> server.session().compareAndDelete(key, expectedRevision, server.loop, back),
        failed(true),
        answer);
  }

  @Override
  public Lease lease(long ttlMs, Loop on, Consumer<LeaseEvent> listener) {
    FarLease lease = new FarLease(ttlMs, listener);
    lease.grant();
    return lease;
  }

  @Override
  public Watch watch(StorePrefix prefix, Loop on, Consumer<WatchEvent> listener) {
    boolean ofNodes = prefix.equals(StoreServer.NODES);
    Consumer<WatchEvent> heard = ofNodes ? tap.andThen(listener) : listener;
    FarWatch watch = new FarWatch(prefix, heard);
    watch.begin();
    return watch;
  }

  @Override
  public StoreHealth health() {
    return StoreHealth.WELL;
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class FarLease implements Lease {
    private final long ttlMs;
    private final Consumer<LeaseEvent> listener;
    private LeaseId id = LeaseId.NONE;
    private boolean again;
    private boolean ended;
    private int tries;

    FarLease(long ttlMs, Consumer<LeaseEvent> listener) {
      this.ttlMs = ttlMs;
      this.listener = listener;
    }

    void grant() {
      if (ended || closed || !id.equals(LeaseId.NONE)) {
        return;
      }
      int attempt = ++tries;
      FarStore.this.<LeaseId>call(
          back -> server.grant(ttlMs, back),
          LeaseId.NONE,
          granted -> {
            if (attempt == tries && !granted.equals(LeaseId.NONE)) {
              granted(granted);
            } else {
              loop.schedule(500, this::grant);
            }
          });
    }

    private void granted(LeaseId granted) {
      id = granted;
      if (!ended && !(again && bug == Bug.LOST_LEASE_IGNORED)) {
        listener.accept(new LeaseEvent.Granted(id, again));
      }
      again = true;
      keepAliveLater();
    }

    private void keepAliveLater() {
      LeaseId kept = id;
      loop.schedule(
          ttlMs / 3,
          () ->
              FarStore.this.<Integer>call(
                  back -> back.accept(server.keepAlive(kept) ? 1 : 0), -1, alive -> kept(alive)));
    }

    private void kept(int alive) {
      if (ended) {
        return;
      }
      if (alive == 0) {
        listener.accept(new LeaseEvent.Lost(id));
        id = LeaseId.NONE;
        grant();
      } else {
        keepAliveLater();
      }
    }

    @Override
    public void close() {
      ended = true;
      LeaseId last = id;
      network.send(self, Network.STORE, () -> server.loop.post(() -> server.end(last)));
    }
  }

  private final class FarWatch implements Watch {
    private final StorePrefix prefix;
    private final WatchFeed feed;
    private final SortedMap<StoreKey, Entry> seen;
    private @Nullable Watch remote;
    private int connection;
    private boolean told;
    private long lastArrivalMs;

    FarWatch(StorePrefix prefix, Consumer<WatchEvent> listener) {
      this.prefix = prefix;
      this.seen = disk.computeIfAbsent(prefix.path(), _ -> new TreeMap<>());
      this.feed = new WatchFeed(loop, listener, 100_000, () -> {});
    }

    void begin() {
      if (!seen.isEmpty()) {
        feed.full(0, List.copyOf(seen.values()), WatchEvent.Source.DISK);
      }
      connect();
    }

    private void connect() {
      if (closed || feed.isClosed()) {
        return;
      }
      int number = ++connection;
      if (remote != null) {
        remote.close();
      }
      network.send(
          self, Network.STORE, () -> server.loop.post(() -> open(number)), () -> broken(number));
    }

    private void open(int number) {
      if (number == connection) {
        server.onBreak(() -> broken(number));
        remote = server.session().watch(prefix, server.loop, event -> forward(number, event));
      }
    }

    private void forward(int number, WatchEvent event) {
      lastArrivalMs = Math.max(lastArrivalMs, world.nowMs() + network.delay());
      world.after(
          lastArrivalMs - world.nowMs(),
          () -> {
            if (!network.isOpen(Network.STORE, self)) {
              broken(number);
            } else if (number == connection && !closed) {
              take(event);
            }
          });
    }

    private void take(WatchEvent event) {
      switch (event) {
        case WatchEvent.State state -> {
          seen.clear();
          state.entries().forEach(entry -> seen.put(entry.key(), entry));
          if (!(told && bug == Bug.WATCH_GAP)) {
            feed.full(state.revision(), state.entries(), WatchEvent.Source.STORE);
          }
          told = true;
        }
        case WatchEvent.Changed changed -> {
          changed.changes().forEach(this::keep);
          feed.changed(changed.revision(), changed.changes());
        }
      }
    }

    private void keep(Change change) {
      switch (change) {
        case Change.Put put -> seen.put(put.key(), put.entry());
        case Change.Deleted deleted -> seen.remove(deleted.key());
      }
    }

    private void broken(int number) {
      if (number == connection) {
        connection++;
        int next = connection;
        world.after(
            world.between(300, 1_500),
            () -> {
              if (next == connection) {
                connect();
              }
            });
      }
    }

    @Override
    public void close() {
      feed.close();
      connection++;
      if (remote != null) {
        remote.close();
      }
    }
  }
}
