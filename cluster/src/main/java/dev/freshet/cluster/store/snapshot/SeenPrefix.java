package dev.freshet.cluster.store.snapshot;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.cluster.store.WatchFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What is known below one prefix, and who wants to know. Owned by the remembering store's loop.
final class SeenPrefix {
  private final StorePrefix prefix;
  private final List<WatchFeed> feeds = new ArrayList<>();
  private final TreeMap<StoreKey, Entry> entries = new TreeMap<>();
  private WatchEvent.Source source = WatchEvent.Source.DISK;
  private long revision;
  private boolean known;

  SeenPrefix(StorePrefix prefix) {
    this.prefix = prefix;
  }

  /// Begins with what was seen before the last stop.
  void remember(StoreSnapshot.Section section) {
    known = true;
    revision = section.revision();
    section.entries().forEach(entry -> entries.put(entry.key(), entry));
  }

  void add(WatchFeed feed) {
    feeds.removeIf(WatchFeed::isClosed);
    feeds.add(feed);
    tellAll(feed);
  }

  void tellAll(WatchFeed feed) {
    if (known) {
      feed.full(revision, List.copyOf(entries.values()), source);
    }
  }

  void take(WatchEvent event) {
    boolean restored = event.revision() < revision;
    revision = event.revision();
    switch (event) {
      case WatchEvent.State state -> begin(state);
      case WatchEvent.Changed changed -> {
        apply(changed);
        feeds.forEach(
            restored
                ? this::tellAll // feeds take a lower revision for something old
                : feed -> feed.changed(changed.revision(), changed.changes()));
      }
    }
  }

  private void begin(WatchEvent.State state) {
    known = true;
    source = state.source();
    entries.clear();
    state.entries().forEach(entry -> entries.put(entry.key(), entry));
    feeds.forEach(this::tellAll);
  }

  private void apply(WatchEvent.Changed changed) {
    for (Change change : changed.changes()) {
      switch (change) {
        case Change.Put put -> entries.put(put.key(), put.entry());
        case Change.Deleted deleted -> entries.remove(deleted.key());
      }
    }
  }

  boolean isKnown() {
    return known;
  }

  StoreSnapshot.Section section() {
    return new StoreSnapshot.Section(prefix, revision, List.copyOf(entries.values()));
  }
}
