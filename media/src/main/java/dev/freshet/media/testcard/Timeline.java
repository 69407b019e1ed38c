package dev.freshet.media.testcard;

/// The clock of a broadcast: which time each video frame shows, and where the seconds begin. All
/// times are exact functions of the frame's number, rounded down to a microsecond, so that nothing
/// drifts. Immutable.
///
/// @param startUnixUs wall-clock time of frame 0 in us
/// @param fps video frames a second
record Timeline(long startUnixUs, int fps) {
  static final long SECOND_US = 1_000_000;

  Timeline {
    if (startUnixUs < 0) {
      throw new IllegalArgumentException("startUnixUs: " + startUnixUs + " (expected: >= 0)");
    }
    if (fps < 1 || fps > 120) {
      throw new IllegalArgumentException("fps: " + fps + " (expected: 1 to 120)");
    }
  }

  /// Stream time of a frame.
  long frameUs(long frame) {
    return Math.floorDiv(frame * SECOND_US, fps);
  }

  /// Wall-clock time of a frame.
  long frameUnixUs(long frame) {
    return startUnixUs + frameUs(frame);
  }

  /// Stream time of the first frame in a wall-clock second; negative before the start.
  long secondUs(long unixSecond) {
    long us = unixSecond * SECOND_US - startUnixUs;
    return frameUs(Math.ceilDiv(us * fps, SECOND_US));
  }

  /// Time since the first frame in the wall-clock second of `frame`. A frame before which none of
  /// its second was due counts from the one that would have been.
  long sinceSecondUs(long frame) {
    return frameUs(frame) - secondUs(frameUnixUs(frame) / SECOND_US);
  }
}
