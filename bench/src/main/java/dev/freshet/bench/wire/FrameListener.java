package dev.freshet.bench.wire;

/// Hears of each marked frame when its last byte has arrived.
public interface FrameListener {
  /// @param keyframe whether a viewer sees a picture from here on
  /// @param timestampMs as the container tells it
  /// @param sequence of the frame's mark
  /// @param sentNs of the frame's mark
  /// @param nowNs when its last byte was read
  void frame(boolean keyframe, int timestampMs, long sequence, long sentNs, long nowNs);
}
