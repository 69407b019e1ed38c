package dev.freshet.cluster.store;

import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The way from a store to one watcher, for implementations: what the store tells may repeat itself
/// or start anew; what the watcher hears does not.
///
/// [#full], [#changed] and [#isCut] belong to one thread, the store's; the view belongs to the
/// watcher's loop. A watcher that is too slow is cut off, and asks for everything when it has read
/// what waits.
public final class WatchFeed implements Watch {
  private final Loop loop;
  private final Consumer<WatchEvent> listener;
  private final int maxWaitingChanges;
  private final Runnable relist;
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingChanges = new AtomicInteger();
  private final TreeMap<StoreKey, Entry> view = new TreeMap<>();
  private volatile boolean closed;
  private boolean cut;
  private boolean told;
  private boolean fromDisk;
  private long revision;

  /// @param relist asks the store for [#full]; called on the watcher's loop
  public WatchFeed(
      Loop loop, Consumer<WatchEvent> listener, int maxWaitingChanges, Runnable relist) {
    this.loop = loop;
    this.listener = listener;
    this.maxWaitingChanges = maxWaitingChanges;
    this.relist = relist;
  }

  /// All entries, in the order of keys, as of `revision`.
  public void full(long revision, List<Entry> entries, WatchEvent.Source source) {
    cut = false;
    post(new Message.Full(revision, List.copyOf(entries), source));
  }

  /// What changed at `revision`; what the watcher knows already may be among it.
  public void changed(long revision, List<Change> changes) {
    if (cut || closed) {
      return;
    }
    if (waitingChanges.addAndGet(changes.size()) > maxWaitingChanges) {
      cut = true;
      post(new Message.Cut(changes.size()));
    } else {
      post(new Message.Changed(revision, List.copyOf(changes)));
    }
  }

  /// Whether [#changed] is in vain until the next [#full].
  public boolean isCut() {
    return cut;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    messages.clear();
  }

  private void post(Message message) {
    if (!closed) {
      messages.add(message);
      loop.post(this::takeOne);
    }
  }

  private void takeOne() {
    Message message = messages.poll();
    if (message == null || closed) {
      return;
    }
    switch (message) {
      case Message.Full full -> take(full);
      case Message.Changed changed -> take(changed);
      case Message.Cut forgotten -> {
        waitingChanges.addAndGet(-forgotten.changes);
        relist.run();
      }
    }
  }

  private void take(Message.Full full) {
    List<Change> changes = differences(full.entries);
    view.clear();
    full.entries.forEach(entry -> view.put(entry.key(), entry));
    revision = full.revision;
    if (!told) {
      told = true;
      listener.accept(new WatchEvent.State(full.revision, full.entries, full.source));
    } else if (!changes.isEmpty() || fromDisk) {
      listener.accept(new WatchEvent.Changed(full.revision, changes));
    }
    fromDisk = full.source == WatchEvent.Source.DISK;
  }

  private List<Change> differences(List<Entry> entries) {
    List<Change> changes = new ArrayList<>();
    TreeMap<StoreKey, Entry> gone = new TreeMap<>(view);
    for (Entry entry : entries) {
      if (!entry.equals(gone.remove(entry.key()))) {
        changes.add(new Change.Put(entry));
      }
    }
    gone.keySet().forEach(key -> changes.add(new Change.Deleted(key)));
    return changes;
  }

  private void take(Message.Changed changed) {
    waitingChanges.addAndGet(-changed.changes.size());
    if (changed.revision <= revision) {
      return; // a state that held it already came in between
    }
    revision = changed.revision;
    for (Change change : changed.changes) {
      switch (change) {
        case Change.Put put -> view.put(put.key(), put.entry());
        case Change.Deleted deleted -> view.remove(deleted.key());
      }
    }
    listener.accept(new WatchEvent.Changed(changed.revision, changed.changes));
  }

  private sealed interface Message {
    record Full(long revision, List<Entry> entries, WatchEvent.Source source) implements Message {}

    record Changed(long revision, List<Change> changes) implements Message {}

    record Cut(int changes) implements Message {}
  }
}
