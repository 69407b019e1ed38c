package dev.freshet.media.mpegts;

/// Makes times of 33 bits grow on: each is taken for the one nearest to the time before, of
/// whichever stream. Owned by one demuxer.
final class TsTimeline {
  private boolean hasBegun;
  private long lastTicks;

  /// The time that `wire` stands for, from which the next ones are told.
  long unwrap(long wire) {
    lastTicks = hasBegun ? TsClock.unwrap(lastTicks, wire) : wire;
    hasBegun = true;
    return lastTicks;
  }

  /// The time that `wire` stands for; the next ones are told from others, unless it is the first.
  long look(long wire) {
    return hasBegun ? TsClock.unwrap(lastTicks, wire) : unwrap(wire);
  }
}
