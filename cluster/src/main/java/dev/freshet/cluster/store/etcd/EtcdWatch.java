package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.Watch;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WatchFeed;
import dev.freshet.contract.time.Loop;
import io.etcd.jetcd.Watch.Listener;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A watch on etcd: lists, then listens from the next revision on. Owned by the store's loop.
///
/// An interrupted watch goes on where it was, if etcd still remembers that revision and its history
/// is the one that was told: the newest entry below the prefix, and their number, are what they
/// were. Else (compacted, or restored from a backup, which counts revisions again) it lists once
/// more and the [WatchFeed] tells the difference.
///
/// jetcd's own way to resume is not used: after a second interruption it can go on too late.
final class EtcdWatch implements Watch {
  private static final long MIN_RETRY_MS = 50;
  private static final long MAX_RETRY_MS = 2_000;

  private final EtcdLink link;
  private final StorePrefix prefix;
  private final WatchFeed feed;
  private final RandomGenerator random;
  private final Runnable restart = this::restart;
  private @Nullable Watcher watcher;
  private int attempt;
  private boolean listed;
  private long seenRevision;
  private long entries;
  private @Nullable Entry newest;
  private long retryMs = MIN_RETRY_MS;

  EtcdWatch(
      EtcdLink link,
      StorePrefix prefix,
      Loop loop,
      Consumer<WatchEvent> listener,
      int maxWaitingChanges,
      RandomGenerator random) {
    this.link = link;
    this.prefix = prefix;
    this.random = random;
    this.feed =
        new WatchFeed(loop, listener, maxWaitingChanges, () -> link.loop().post(this::listAgain));
  }

  /// Any thread.
  void postStart() {
    link.loop()
        .post(() -> {
          link.addRestart(restart);
          begin();
        });
  }

  boolean isClosed() {
    return feed.isClosed();
  }

  @Override
  public void close() {
    feed.close();
    link.loop()
        .post(() -> {
          link.removeRestart(restart);
          stop();
        });
  }

  private void restart() {
    stop();
    retryLater();
  }

  private void listAgain() {
    listed = false;
    stop();
    begin();
  }

  /// What is still under way belongs to an earlier attempt from now on.
  private void stop() {
    attempt++;
    Watcher old = watcher;
    watcher = null;
    if (old != null) {
      old.close();
    }
  }

  private void begin() {
    if (feed.isClosed() || link.isClosed()) {
      return;
    }
    int mine = ++attempt;
    if (listed) {
      verify(mine);
    } else {
      new EtcdListing(link, prefix, answer -> ifCurrent(mine, () -> take(mine, answer)))
          .postStart();
    }
  }

  private void take(int mine, ListAnswer answer) {
    switch (answer) {
      case ListAnswer.Listed all -> {
        listed = true;
        seenRevision = all.storeRevision();
        entries = all.entries().size();
        newest = newest(all.entries());
        feed.full(seenRevision, all.entries(), WatchEvent.Source.STORE);
        listen(mine);
      }
      case Failed _ -> retryLater();
    }
  }

  private static @Nullable Entry newest(List<Entry> entries) {
    Entry newest = null;
    for (Entry entry : entries) {
      newest = newest == null || entry.revision() > newest.revision() ? entry : newest;
    }
    return newest;
  }

  private void verify(int mine) {
    GetOption option =
        GetOption.builder()
            .withRange(EtcdClients.bytes(prefix.end()))
            .withRevision(seenRevision)
            .withSortField(GetOption.SortTarget.MOD)
            .withSortOrder(GetOption.SortOrder.DESCEND)
            .withLimit(1)
            .build();
    link.call(
        client -> client.getKVClient().get(EtcdClients.bytes(prefix.path()), option),
        then -> ifCurrent(mine, () -> verified(mine, then)),
        thrown -> ifCurrent(mine, () -> failed(thrown)));
  }

  private void verified(int mine, GetResponse then) {
    Entry told = newest;
    List<Entry> found = EtcdEntries.entries(then.getKvs());
    boolean same =
        then.getCount() == entries
            && then.getHeader().getRevision() >= seenRevision
            && (told == null || (!found.isEmpty() && found.getFirst().equals(told)));
    if (same) {
      listen(mine);
    } else {
      listAgain();
    }
  }

  private void listen(int mine) {
    WatchOption option =
        WatchOption.builder()
            .withRange(EtcdClients.bytes(prefix.end()))
            .withRevision(seenRevision + 1)
            .withRequireLeader(true)
            .build();
    watcher =
        link.client()
            .getWatchClient()
            .watch(EtcdClients.bytes(prefix.path()), option, new Ear(mine));
  }

  private void heard(WatchResponse response) {
    link.answered();
    retryMs = MIN_RETRY_MS;
    List<Change> together = new ArrayList<>();
    for (io.etcd.jetcd.watch.WatchEvent event : response.getEvents()) {
      long revision = event.getKeyValue().getModRevision();
      if (revision > seenRevision) {
        tell(together);
        together = new ArrayList<>();
        seenRevision = revision;
      }
      Change change = EtcdEntries.change(event);
      if (change != null) {
        together.add(change);
        count(change, event.getKeyValue().getVersion());
      }
    }
    tell(together);
  }

  private void tell(List<Change> changes) {
    if (!changes.isEmpty()) {
      feed.changed(seenRevision, changes);
    }
  }

  private void count(Change change, long version) {
    switch (change) {
      case Change.Put put -> {
        entries += version == 1 ? 1 : 0;
        newest = put.entry();
      }
      case Change.Deleted _ -> {
        entries--;
        newest = null; // unknown now; their number has to do
      }
    }
  }

  private void failed(Throwable thrown) {
    if (EtcdFaults.isUnreadable(thrown)) {
      listed = false;
    }
    restart();
  }

  private void retryLater() {
    int mine = ++attempt;
    long delayMs = retryMs / 2 + random.nextLong(retryMs / 2 + 1);
    retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
    link.loop().schedule(delayMs, () -> ifCurrent(mine, this::begin));
  }

  private void ifCurrent(int mine, Runnable task) {
    if (mine == attempt && !feed.isClosed()) {
      task.run();
    }
  }

  /// Called on jetcd's threads.
  private final class Ear implements Listener {
    private final int mine;

    Ear(int mine) {
      this.mine = mine;
    }

    @Override
    public void onNext(WatchResponse response) {
      link.loop().post(() -> ifCurrent(mine, () -> heard(response)));
    }

    @Override
    public void onError(Throwable thrown) {
      link.loop()
          .post(() ->
              ifCurrent(
                  mine,
                  () -> {
                    link.failed(thrown);
                    failed(thrown);
                  }));
    }

    @Override
    public void onCompleted() {
      link.loop().post(() -> ifCurrent(mine, EtcdWatch.this::restart));
    }
  }
}
