package dev.freshet.app.client;

/// Says when each tag is due, so that media time runs as fast as real time, or `speed` times that.
/// Where timestamps jump, time starts anew from the tag behind the jump. Owned by its publisher.
final class Pacer {
  private static final long MAX_FORWARD_MS = 5_000;
  private static final long MAX_BACK_MS = 1_000;

  private final double speed;
  private boolean started;
  private long anchorNs;
  private long anchorMs;
  private long lastMs;

  /// @param speed 1 for real time, 0 for as fast as possible
  Pacer(double speed) {
    this.speed = speed;
  }

  /// When the tag that follows in the file is due.
  ///
  /// @param nowNs monotonic time, about when the tag before was sent
  /// @return monotonic time in ns, perhaps past
  long dueNs(long timestampMs, long nowNs) {
    if (speed == 0) {
      return nowNs;
    }
    long stepMs = timestampMs - lastMs;
    lastMs = timestampMs;
    if (!started || stepMs > MAX_FORWARD_MS || stepMs < -MAX_BACK_MS) {
      started = true;
      anchorNs = nowNs;
      anchorMs = timestampMs;
    }
    return anchorNs + (long) ((timestampMs - anchorMs) * 1e6 / speed);
  }
}
