package dev.freshet.hub;

/// What one viewer missed because it was slow, and whether it may miss more. Owned by the viewer's
/// loop.
final class Skips {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final int maxPerMinute;
  private final FanoutCounters counters;
  private long bytes;
  private long frames;
  private int count;
  private int thisMinute;
  private long minuteStartNs;

  Skips(int maxPerMinute, FanoutCounters counters) {
    this.maxPerMinute = maxPerMinute;
    this.counters = counters;
  }

  /// Counts one more.
  ///
  /// @return whether the viewer may go on
  boolean add(long missedBytes, long missedFrames, long nowNs) {
    count++;
    bytes += missedBytes;
    frames += missedFrames;
    counters.skips.increment();
    counters.skippedBytes.add(missedBytes);
    counters.skippedFrames.add(missedFrames);
    if (thisMinute == 0 || nowNs - minuteStartNs > MINUTE_NS) {
      minuteStartNs = nowNs;
      thisMinute = 0;
    }
    return ++thisMinute <= maxPerMinute;
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  long frames() {
    return frames;
  }
}
