package dev.freshet.media.mpegts;

/// The continuity counter of one PID (ISO/IEC 13818-1 2.4.3.3). Owned by one demuxer.
final class Continuity {
  private int last = -1;
  private boolean isRepeated;

  /// What a packet is to the one before.
  enum Step {
    /// It goes on, or begins.
    NEXT,
    /// It is the same once more, which is allowed once.
    REPEAT,
    /// Packets between them are missing.
    LOST
  }

  /// Forgets: the sender said that counters jump.
  void reset() {
    last = -1;
  }

  /// Notes a packet with payload; others do not count.
  Step next(int counter) {
    int before = last;
    boolean wasRepeated = isRepeated;
    last = counter;
    isRepeated = false;
    if (before < 0 || counter == (before + 1 & 15)) {
      return Step.NEXT;
    }
    if (counter == before && !wasRepeated) {
      isRepeated = true;
      return Step.REPEAT;
    }
    return Step.LOST;
  }
}
