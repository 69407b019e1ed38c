package dev.freshet.hub;

/// What to add to a stream's time to get the wall-clock time at which the origin had it. Owned by
/// the stream's loop.
///
/// A frame may come late, but never early: what came with the least delay tells the truth. A
/// beginning that was late is so corrected within a few segments, by steps that leave dates rising;
/// upwards, where only clocks drift apart, it follows slowly.
final class ArrivalClock {
  /// No correction of one segment's date is larger, in us: dates go on as durations do, within a
  /// second.
  static final long MAX_STEP_US = 500_000;

  /// A stream that is late by more than this, all of it, has a new delay, in us.
  static final long MAX_ERROR_US = 2_000_000;

  /// Two clocks are this many times as long as they may drift apart in it.
  private static final long DRIFT = 1_000;

  private static final long NONE = Long.MAX_VALUE;

  private long offsetUs;
  private long earliestUs = NONE; // of what came since the last correction
  private long correctedUs;
  private boolean guessed;

  /// Time begins anew with a frame.
  ///
  /// @param lead whether it is the leading track's, whose arrivals count
  void begin(long dtsUs, long unixUs, boolean lead) {
    offsetUs = unixUs - dtsUs;
    earliestUs = NONE;
    correctedUs = dtsUs;
    guessed = !lead;
  }

  /// A frame of the leading track came.
  void see(long dtsUs, long unixUs) {
    earliestUs = Math.min(earliestUs, unixUs - dtsUs);
  }

  /// Corrects it, where a segment begins.
  void follow(long dtsUs) {
    if (earliestUs != NONE) {
      offsetUs += step(earliestUs - offsetUs, Math.max(0, dtsUs - correctedUs));
      guessed = false;
    }
    earliestUs = NONE;
    correctedUs = dtsUs;
  }

  /// What holds now, in us.
  long offsetUs() {
    return offsetUs;
  }

  private long step(long errorUs, long passedUs) {
    boolean wrong = guessed || errorUs > MAX_ERROR_US;
    return Math.clamp(
        errorUs, -Math.min(MAX_STEP_US, passedUs / 2), wrong ? MAX_STEP_US : passedUs / DRIFT);
  }
}
