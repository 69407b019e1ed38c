package dev.freshet.bench.load;

import dev.freshet.bench.wire.FrameListener;

/// What one viewer saw. Owned by its loop.
final class FrameTally implements FrameListener {
  private final DelayRecorder delays;
  private long lastSequence = -1;
  private int lastTimestampMs;
  private long frames;
  private long faults;
  private long brokenGaps;
  private long firstKeyframeNs;
  private long delaySumUs;
  private long delayCount;

  FrameTally(DelayRecorder delays) {
    this.delays = delays;
  }

  @Override
  public void frame(boolean keyframe, int timestampMs, long sequence, long sentNs, long nowNs) {
    frames++;
    if (lastSequence >= 0) {
      check(keyframe, timestampMs, sequence);
    }
    lastSequence = sequence;
    lastTimestampMs = timestampMs;
    if (keyframe && firstKeyframeNs == 0) {
      firstKeyframeNs = nowNs;
    }
    if (delays.wants(sentNs)) {
      long delayUs = (nowNs - sentNs) / 1_000;
      delays.record(delayUs);
      delaySumUs += delayUs;
      delayCount++;
    }
  }

  /// Frames of the present sample that should have come between two that came, and those that came
  /// out of order, by their number or by their time.
  long faults() {
    return faults;
  }

  /// Gaps of the present sample after which the stream went on elsewhere than at a keyframe.
  long brokenGaps() {
    return brokenGaps;
  }

  /// Frames since it came.
  long frames() {
    return frames;
  }

  /// When its first keyframe was whole; 0 if none was yet.
  long firstKeyframeNs() {
    return firstKeyframeNs;
  }

  /// Mean delay of the frames of the present sample, in us; -1 if there were none.
  double meanDelayUs() {
    return delayCount == 0 ? -1 : (double) delaySumUs / delayCount;
  }

  /// Forgets the delays and faults of the time before.
  void beginSample() {
    delaySumUs = 0;
    delayCount = 0;
    faults = 0;
    brokenGaps = 0;
  }

  private void check(boolean keyframe, int timestampMs, long sequence) {
    if (sequence <= lastSequence || timestampMs - lastTimestampMs < -1) { // ms are rounded
      faults++;
    } else {
      long missing = sequence - lastSequence - 1;
      faults += missing;
      brokenGaps += missing > 0 && !keyframe ? 1 : 0;
    }
  }
}
