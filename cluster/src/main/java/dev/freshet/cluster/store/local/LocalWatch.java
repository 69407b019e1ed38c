package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.Watch;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WatchFeed;
import dev.freshet.contract.time.Loop;
import java.util.List;
import java.util.function.Consumer;

/// One watch of the local store. Owned by the store's loop.
final class LocalWatch implements Watch {
  private static final long RETRY_MS = 100;

  private final LocalStore store;
  private final StorePrefix prefix;
  private final WatchFeed feed;

  LocalWatch(LocalStore store, StorePrefix prefix, Loop loop, Consumer<WatchEvent> listener) {
    this.store = store;
    this.prefix = prefix;
    this.feed = new WatchFeed(loop, listener, store.limits().maxWaitingChanges(), this::postRelist);
  }

  /// Asks for everything. Any thread.
  void postRelist() {
    store.postAsk(
        new ReadOperation<>(
            ledger -> new ListAnswer.Listed(ledger.revision(), ledger.list(prefix)),
            this::begin,
            this::failed));
  }

  private void begin(ListAnswer.Listed listed) {
    if (!feed.isClosed()) {
      feed.full(listed.storeRevision(), listed.entries(), WatchEvent.Source.STORE);
      store.add(this);
    }
  }

  private void failed(Failed failed) {
    if (failed.kind() != Failed.Kind.CLOSED) {
      store.loop().schedule(RETRY_MS, this::postRelist);
    }
  }

  void changed(long revision, List<Change> changes) {
    List<Change> ours = changes.stream().filter(change -> prefix.contains(change.key())).toList();
    if (!ours.isEmpty()) {
      feed.changed(revision, ours);
    }
  }

  boolean isClosed() {
    return feed.isClosed();
  }

  void end() {
    feed.close();
  }

  @Override
  public void close() {
    feed.close();
  }
}
