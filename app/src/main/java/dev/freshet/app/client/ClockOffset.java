package dev.freshet.app.client;

import dev.freshet.protocol.rtmp.ClockSample;

/// How far a server's clock is ahead of ours: of the last few samples, what the one with the
/// shortest round trip says, as NTP does it. Owned by its [Player].
final class ClockOffset {
  /// Asked for in a row, before it is asked only now and then.
  static final int FIRST_SAMPLES = 8;

  private final ClockSample[] samples = new ClockSample[FIRST_SAMPLES];
  private long count;

  void add(ClockSample sample) {
    samples[(int) (count++ % samples.length)] = sample;
  }

  boolean isKnown() {
    return count > 0;
  }

  /// Whether as many samples as fit have been seen.
  boolean isSettled() {
    return count >= samples.length;
  }

  /// Server minus client in us; 0 while it is not known.
  long offsetUs() {
    return isKnown() ? best().offsetUs() : 0;
  }

  /// Twice the largest error that the offset can have, in us.
  long roundTripUs() {
    return isKnown() ? best().roundTripUs() : 0;
  }

  private ClockSample best() {
    ClockSample best = samples[0];
    for (int i = 1; i < Math.min(count, samples.length); i++) {
      if (samples[i].roundTripUs() < best.roundTripUs()) {
        best = samples[i];
      }
    }
    return best;
  }
}
