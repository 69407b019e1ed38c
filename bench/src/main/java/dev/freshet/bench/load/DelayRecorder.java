package dev.freshet.bench.load;

import org.HdrHistogram.Histogram;

/// The delays of all frames that were sent within one sample, over all viewers that are listened
/// to. Owned by its loop.
final class DelayRecorder {
  private static final long MAX_US = 60_000_000;

  private Histogram delaysUs = new Histogram(MAX_US, 3);
  private long fromNs = Long.MAX_VALUE;
  private long untilNs = Long.MAX_VALUE;

  /// Takes frames sent from `nowNs` on.
  void begin(long nowNs) {
    delaysUs = new Histogram(MAX_US, 3);
    fromNs = nowNs;
    untilNs = Long.MAX_VALUE;
  }

  /// Takes no frames sent from `nowNs` on; older ones may still be on their way.
  void end(long nowNs) {
    untilNs = nowNs;
  }

  /// Whether a frame sent at `sentNs` belongs to the sample.
  boolean wants(long sentNs) {
    return sentNs >= fromNs && sentNs < untilNs;
  }

  void record(long delayUs) {
    delaysUs.recordValue(Math.clamp(delayUs, 0, MAX_US));
  }

  /// Ends the sample for good.
  Histogram taken() {
    fromNs = Long.MAX_VALUE;
    return delaysUs;
  }
}
