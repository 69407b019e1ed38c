package dev.freshet.node.playback.segments;

import dev.freshet.contract.time.Clock;
import dev.freshet.hub.Stream;
import dev.freshet.hub.ViewerAccount;
import dev.freshet.node.session.Session;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// One viewer who fetches segments. Thread-safe: its requests may come over connections of several
/// loops.
public final class Viewing {
  private final Clock clock;
  private final LongAdder sentBytes = new LongAdder();
  private volatile long seenMs;
  private volatile boolean kicked;
  private @Nullable Session session; // this and the next: under its key in Viewings
  private @Nullable Stream countedAt;

  Viewing(Clock clock) {
    this.clock = clock;
    seenMs = clock.monotonicMs();
  }

  /// It got so many bytes.
  public void sent(long bytes) {
    sentBytes.add(bytes);
    seenMs = clock.monotonicMs(); // it may have waited for them
  }

  /// Whether it was thrown out.
  public boolean isKicked() {
    return kicked;
  }

  ViewerAccount account() {
    long bytes = sentBytes.sum();
    return new ViewerAccount(bytes, bytes, 0, 0, 0, 0, 0);
  }

  void open(Session opened) {
    session = opened;
    opened.count(this::account);
  }

  @Nullable Session session() {
    return session;
  }

  void kick() {
    kicked = true;
  }

  /// It asks again; `stream` counts it among its viewers from now on, and no other.
  void seen(@Nullable Stream stream) {
    seenMs = clock.monotonicMs();
    if (stream != null && !kicked) {
      count(stream);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a stream that ended has the name of the next one
  private void count(Stream stream) {
    if (stream != countedAt) {
      leave();
      stream.viewerJoined();
      countedAt = stream;
    }
  }

  /// No stream counts it any more.
  void leave() {
    if (countedAt != null) {
      countedAt.viewerLeft();
      countedAt = null;
    }
  }

  boolean isIdle(long idleMs) {
    return clock.monotonicMs() - seenMs > idleMs;
  }
}
