package dev.freshet.hub;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the logs of all streams of a node hold, what its packagers hold in segments and what waits
/// unsent for viewers, and how much that may be. Thread-safe: logs on every loop add to it, and
/// read what each of them may hold.
///
/// A frame that is both in its stream's log and in a segment is one buffer, and counts in both.
///
/// While there is room, a log holds what its profile says, and a viewer is handed what
/// `limits.sendBytes` says. When the whole is too much, each is held to an equal share until there
/// is room again: what a few streams with long windows hold is not missing for the others.
public final class MediaMemory {
  /// Logs of a stream: its frames, and the muxed bytes of a format or two.
  private static final int LOGS_OF_STREAM = 3;

  /// Below this, a viewer would need a system call for every frame.
  private static final int LEAST_SEND_BYTES = 16 << 10;

  private static final double ROOM_AGAIN = 0.8;
  private static final long ANY = Long.MAX_VALUE;

  private final LongAdder logBytes = new LongAdder();
  private final LongAdder segmentBytes = new LongAdder();
  private final AtomicInteger packagers = new AtomicInteger();
  private volatile long maxSegmentBytes = ANY;
  private volatile long segmentShareBytes = ANY;
  private volatile long maxLogBytes = ANY;
  private volatile long logShareBytes = ANY;
  private volatile long sendShareBytes = ANY;

  /// Bytes that logs hold now.
  public long logBytes() {
    return logBytes.sum();
  }

  /// Bytes that logs may hold.
  public long maxLogBytes() {
    return maxLogBytes;
  }

  /// Whether logs are held to shares, because there was too much.
  public boolean isFull() {
    return logShareBytes != ANY;
  }

  /// Looks at the logs anew; called at intervals.
  ///
  /// @param limitBytes what they may hold from now on
  /// @param streams among which it is shared when it is too little
  public void reviewLogs(long limitBytes, int streams) {
    maxLogBytes = limitBytes;
    logShareBytes =
        isTooMuch(logBytes.sum(), limitBytes, isFull())
            ? limitBytes / LOGS_OF_STREAM / Math.max(1, streams)
            : ANY;
  }

  /// Bytes that packagers hold now.
  public long segmentBytes() {
    return segmentBytes.sum();
  }

  /// Bytes that packagers may hold.
  public long maxSegmentBytes() {
    return maxSegmentBytes;
  }

  /// Whether packagers are held to shares, because there was too much.
  public boolean isFullOfSegments() {
    return segmentShareBytes != ANY;
  }

  /// Looks at packagers anew; called at intervals.
  ///
  /// @param limitBytes what they may hold from now on
  public void reviewSegments(long limitBytes) {
    maxSegmentBytes = limitBytes;
    segmentShareBytes =
        isTooMuch(segmentBytes.sum(), limitBytes, isFullOfSegments())
            ? limitBytes / Math.max(1, packagers.get())
            : ANY;
  }

  /// Bytes that one packager may hold.
  public long allowedSegmentBytes() {
    return segmentShareBytes;
  }

  /// A packager holds so much more, or less if negative.
  public void addSegmentBytes(long bytes) {
    segmentBytes.add(bytes);
  }

  /// A packager starts and shares what there is.
  public void packagerStarted() {
    packagers.incrementAndGet();
  }

  /// A packager has stopped; what it holds it lets go of by itself.
  public void packagerStopped() {
    packagers.decrementAndGet();
  }

  /// Looks at what waits unsent anew; called at intervals.
  ///
  /// @param unsentBytes what waits now
  /// @param limitBytes what may wait from now on
  /// @param viewers among which it is shared when it is too little
  public void reviewUnsent(long unsentBytes, long limitBytes, int viewers) {
    sendShareBytes =
        isTooMuch(unsentBytes, limitBytes, sendShareBytes != ANY)
            ? Math.max(LEAST_SEND_BYTES, limitBytes / Math.max(1, viewers))
            : ANY;
  }

  private static boolean isTooMuch(long bytes, long limitBytes, boolean wasTooMuch) {
    return bytes > limitBytes * (wasTooMuch ? ROOM_AGAIN : 1);
  }

  /// Bytes that one log may hold whose profile says `wantedBytes`.
  long allowedLogBytes(long wantedBytes) {
    return Math.min(wantedBytes, logShareBytes);
  }

  /// Bytes that one viewer may be handed at once where `limits.sendBytes` says `wantedBytes`.
  int allowedSendBytes(int wantedBytes) {
    return (int) Math.min(wantedBytes, sendShareBytes);
  }

  /// A log holds so much more, or less if negative.
  void addLogBytes(long bytes) {
    logBytes.add(bytes);
  }
}
