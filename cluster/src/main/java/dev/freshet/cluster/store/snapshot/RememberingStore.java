package dev.freshet.cluster.store.snapshot;

import dev.freshet.cluster.store.ClusterStore;
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
import dev.freshet.cluster.store.WatchFeed;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.contract.time.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A store that knows, from the moment it is made, what its watches saw before the node was last
/// stopped: a watch begins at once with the state on disk, and goes on with the store's as soon as
/// that answers. Reads and writes go to the store itself.
///
/// It watches each prefix once, however many ask, and writes what it sees to a file, some seconds
/// after a change. What it holds is owned by one loop, which also waits for the disk.
public final class RememberingStore implements ClusterStore {
  private final ClusterStore store;
  private final Loop loop;
  private final StoreLimits limits;
  private final Path file;
  private final Disk disk;
  private final long writeAfterMs;
  private final Consumer<String> notes;
  private final Map<String, SeenPrefix> seen = new TreeMap<>();
  private final Map<String, Watch> watched = new TreeMap<>();
  private boolean writeDue;
  private boolean ended;

  /// Reads `file`. Blocks.
  ///
  /// @param loop for the disk: a [dev.freshet.cluster.store.StoreThread]
  /// @param writeAfterMs how long changes are gathered before they are written
  /// @param notes gets what people should know of the file
  public RememberingStore(
      ClusterStore store,
      Loop loop,
      StoreLimits limits,
      Path file,
      Disk disk,
      long writeAfterMs,
      Consumer<String> notes) {
    this.store = store;
    this.loop = loop;
    this.limits = limits;
    this.file = file;
    this.disk = disk;
    this.writeAfterMs = writeAfterMs;
    this.notes = notes;
    switch (StoreSnapshot.read(file)) {
      case StoreSnapshot.ReadAnswer.Read read ->
          read.snapshot().sections().forEach(section -> seen(section.prefix()).remember(section));
      case StoreSnapshot.ReadAnswer.None _ -> {}
      case StoreSnapshot.ReadAnswer.Damaged damaged ->
          notes.accept("what was last seen of the cluster cannot be read: " + damaged.reason());
    }
  }

  @Override
  public Watch watch(StorePrefix prefix, Loop listenerLoop, Consumer<WatchEvent> listener) {
    Feeding feeding = new Feeding(prefix, listenerLoop, listener);
    loop.post(feeding::begin);
    return feeding.feed;
  }

  private final class Feeding {
    private final StorePrefix prefix;
    private final WatchFeed feed;

    Feeding(StorePrefix prefix, Loop listenerLoop, Consumer<WatchEvent> listener) {
      this.prefix = prefix;
      this.feed =
          new WatchFeed(
              listenerLoop, listener, limits.maxWaitingChanges(), () -> loop.post(this::tellAll));
    }

    private void begin() {
      if (!ended) {
        seen(prefix).add(feed);
        watched.computeIfAbsent(prefix.path(), _ -> follow(prefix));
      }
    }

    private void tellAll() {
      seen(prefix).tellAll(feed);
    }
  }

  private SeenPrefix seen(StorePrefix prefix) {
    return seen.computeIfAbsent(prefix.path(), _ -> new SeenPrefix(prefix));
  }

  private Watch follow(StorePrefix prefix) {
    SeenPrefix known = seen(prefix);
    return store.watch(
        prefix,
        loop,
        event -> {
          known.take(event);
          writeLater();
        });
  }

  private void writeLater() {
    if (!writeDue) {
      writeDue = true;
      loop.schedule(writeAfterMs, this::write);
    }
  }

  private void write() {
    if (!writeDue) {
      return;
    }
    writeDue = false;
    try {
      snapshot().write(file, disk);
    } catch (IOException e) {
      notes.accept("what was seen of the cluster is not on disk: " + file + ": " + e.getMessage());
      if (!ended) {
        writeLater();
      }
    }
  }

  private StoreSnapshot snapshot() {
    return new StoreSnapshot(
        loop.clock().unixMs(),
        seen.values().stream().filter(SeenPrefix::isKnown).map(SeenPrefix::section).toList());
  }

  @Override
  public void get(StoreKey key, Loop answerLoop, Consumer<GetAnswer> answer) {
    store.get(key, answerLoop, answer);
  }

  @Override
  public void list(StorePrefix prefix, Loop answerLoop, Consumer<ListAnswer> answer) {
    store.list(prefix, answerLoop, answer);
  }

  @Override
  public void compareAndSet(
      StoreKey key,
      long expectedRevision,
      StoreValue value,
      LeaseId lease,
      Loop answerLoop,
      Consumer<WriteAnswer> answer) {
    store.compareAndSet(key, expectedRevision, value, lease, answerLoop, answer);
  }

  @Override
  public void compareAndDelete(
      StoreKey key, long expectedRevision, Loop answerLoop, Consumer<WriteAnswer> answer) {
    store.compareAndDelete(key, expectedRevision, answerLoop, answer);
  }

  @Override
  public Lease lease(long ttlMs, Loop listenerLoop, Consumer<LeaseEvent> listener) {
    return store.lease(ttlMs, listenerLoop, listener);
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  /// Writes what is due and closes the store.
  @Override
  public void close() {
    loop.post(() -> {
      ended = true;
      watched.values().forEach(Watch::close);
      write();
      store.close();
    });
  }
}
