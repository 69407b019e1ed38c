package dev.freshet.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What a watch told, checked as it comes: one state, then changes at rising revisions, each of a
/// key that can have changed so. Thread-safe.
public final class WatchRecord implements Consumer<WatchEvent> {
  private final List<WatchEvent> events = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<StoreKey, Entry> view = new TreeMap<>();
  private long revision;
  private boolean mayFall;

  @Override
  public synchronized void accept(WatchEvent event) {
    events.add(event);
    switch (event) {
      case WatchEvent.State state -> {
        check(events.size() == 1, "a second state: " + state);
        state.entries().forEach(entry -> view.put(entry.key(), entry));
      }
      case WatchEvent.Changed changed -> {
        check(events.size() > 1, "no state first: " + changed);
        boolean rises = changed.revision() > revision || changed.changes().isEmpty();
        check(mayFall || rises, "revision falls: " + changed);
        apply(changed);
      }
    }
    revision = event.revision();
  }

  /// The store will be restored from a backup.
  public synchronized WatchRecord mayFall() {
    mayFall = true;
    return this;
  }

  private void apply(WatchEvent.Changed changed) {
    HashSet<StoreKey> keys = new HashSet<>();
    for (Change change : changed.changes()) {
      check(keys.add(change.key()), "twice in one event: " + changed);
      switch (change) {
        case Change.Put put -> {
          Entry before = view.put(put.key(), put.entry());
          check(!put.entry().equals(before), "put without a change: " + put);
        }
        case Change.Deleted deleted ->
            check(view.remove(deleted.key()) != null, "deleted what was not there: " + deleted);
      }
    }
  }

  private void check(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  /// What whoever applied everything holds now.
  public synchronized Map<String, String> view() {
    Map<String, String> now = new TreeMap<>();
    view.forEach((key, entry) -> now.put(key.path(), entry.value().utf8()));
    return now;
  }

  public synchronized List<WatchEvent> events() {
    return List.copyOf(events);
  }

  /// The changes of all events after the state.
  public synchronized List<Change> changes() {
    return events.stream()
        .filter(WatchEvent.Changed.class::isInstance)
        .flatMap(event -> ((WatchEvent.Changed) event).changes().stream())
        .toList();
  }

  public void awaitView(Predicate<Map<String, String>> holds) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .failFast(() -> assertThat(faults()).isEmpty())
        .until(() -> holds.test(view()));
  }

  public void awaitView(Map<String, String> expected) {
    try {
      awaitView(expected::equals);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      assertThat(view()).isEqualTo(expected);
    }
  }

  private synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  public void assertNoFaults() {
    assertThat(faults()).isEmpty();
  }
}
