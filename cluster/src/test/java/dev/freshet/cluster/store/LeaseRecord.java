package dev.freshet.cluster.store;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What the owner of a lease was told. Thread-safe.
public final class LeaseRecord implements Consumer<LeaseEvent> {
  private final List<LeaseEvent> events = new ArrayList<>();

  @Override
  public synchronized void accept(LeaseEvent event) {
    events.add(event);
  }

  public synchronized List<LeaseEvent> events() {
    return List.copyOf(events);
  }

  /// Waits for the grant number `count`, from 1.
  public LeaseId awaitGranted(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> granted().size() >= count);
    return granted().get(count - 1);
  }

  private List<LeaseId> granted() {
    return events().stream()
        .filter(LeaseEvent.Granted.class::isInstance)
        .map(LeaseEvent::lease)
        .toList();
  }
}
