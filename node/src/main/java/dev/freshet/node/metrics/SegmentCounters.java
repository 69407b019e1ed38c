package dev.freshet.node.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What happened to requests for playlists and segments, and what packagers did for them, since the
/// node started. Thread-safe.
public final class SegmentCounters {
  /// Why a request was refused.
  public enum Refused {
    /// A method that is neither GET nor HEAD: 405.
    METHOD,
    /// A format that nobody knows: 400.
    FORMAT,
    /// A delivery directive that cannot be, or asks for what nobody can know of yet: 400.
    DIRECTIVE,
    /// A session that is forged, of another stream or over: 403.
    SESSION,
    /// A viewer that was thrown out: 403.
    KICKED,
    /// A name that no file can have in this session: 404.
    NAME,
    /// A file or stream that is not here, or not here any more: 404.
    GONE,
    /// A range that the file does not have: 416.
    RANGE,
    /// A limit of the node or of the service: 503.
    LIMIT;

    /// What it is called in metrics.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Viewers there are now.
  public final AtomicInteger sessions = new AtomicInteger();

  /// Viewers that came.
  public final LongAdder sessionsOpened = new LongAdder();

  /// Viewers refused because of `maxSessions`.
  public final LongAdder sessionsRefused = new LongAdder();

  /// Viewers that were thrown out and forgotten before their tokens ended, as too many were.
  public final LongAdder kickedForgotten = new LongAdder();

  /// Bytes of bodies handed to viewers.
  public final LongAdder sentBytes = new LongAdder();

  /// Requests that wait now for a segment or part.
  public final AtomicInteger blocked = new AtomicInteger();

  /// Requests that waited and got what they waited for.
  public final LongAdder released = new LongAdder();

  /// Requests that waited in vain: 503, or 404 for a stream's first segment.
  public final LongAdder late = new LongAdder();

  /// Requests that were not let wait because of `maxBlockedRequests`, the node's or the stream's.
  public final LongAdder blockedRefused = new LongAdder();

  /// Packagers there are now.
  public final AtomicInteger packagers = new AtomicInteger();

  /// Packagers that were started.
  public final LongAdder packagersStarted = new LongAdder();

  /// Packagers that were stopped.
  public final LongAdder packagersStopped = new LongAdder();

  /// Packagers that were not started because of `maxPackagers` or `segmentMemory`.
  public final LongAdder packagersRefused = new LongAdder();

  /// Times that a packager was too slow and frames passed it by.
  public final LongAdder packagerSkips = new LongAdder();

  /// Complete segments in the windows of all packagers.
  public final AtomicInteger listedSegments = new AtomicInteger();

  private final Map<Refused, LongAdder> refused = new EnumMap<>(Refused.class);

  /// All at zero.
  public SegmentCounters() {
    for (Refused reason : Refused.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  /// Requests that were refused for this reason.
  public LongAdder refused(Refused reason) {
    return Objects.requireNonNull(refused.get(reason)); // see the constructor
  }
}
