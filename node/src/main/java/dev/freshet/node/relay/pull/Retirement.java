package dev.freshet.node.relay.pull;

import dev.freshet.contract.time.Loop;
import org.jspecify.annotations.Nullable;

/// A way that is left, but only when the one after it has come as far. Owned by its pull.
final class Retirement {
  /// How long that may take.
  private static final long MOST_MS = 2_000;

  private final Loop loop;
  private final Intake intake;
  private final Place place;
  private @Nullable ParentWay way;
  private long untilMs;

  Retirement(Loop loop, Intake intake, Place place) {
    this.loop = loop;
    this.intake = intake;
    this.place = place;
  }

  /// `left` goes soon.
  void begin(ParentWay left) {
    close();
    way = left;
    untilMs = loop.clock().monotonicMs() + MOST_MS;
  }

  /// Looks whether the next one has come as far.
  void endFor(ParentWay next) {
    Position reached = next.reached();
    Position last = place.last();
    if (way != null && reached != null && last != null && !reached.isBehind(last)) {
      close();
    }
  }

  /// Looks whether it is time.
  void look() {
    if (way != null && loop.clock().monotonicMs() >= untilMs) {
      close();
    }
  }

  /// Its connection is gone.
  void forget(ParentWay gone) {
    if (gone.equals(way)) {
      way = null;
    }
  }

  void close() {
    if (way != null) {
      way.close();
      intake.remove(way);
      way = null;
    }
  }
}
