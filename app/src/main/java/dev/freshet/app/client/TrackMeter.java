package dev.freshet.app.client;

/// What arrived of one track, by its decoding times. Owned by its [PlayMeter].
final class TrackMeter {
  private static final long GAP_MS = 200;
  private static final int GAP_FRAMES = 4;

  private long frames;
  private long bytes;
  private long firstMs;
  private long lastMs;
  private long usualStepMs;
  private long gaps;
  private long gapMs;
  private long backSteps;
  private long reportedFrames;
  private long reportedBytes;
  private long reportedMs;

  /// @param timestampMs low 32 bits; wraps
  void frame(long timestampMs, int frameBytes) {
    if (frames == 0) {
      firstMs = timestampMs;
      lastMs = timestampMs;
      reportedMs = timestampMs;
    }
    int stepMs = (int) (timestampMs - lastMs); // right across the wrap at 2^32
    if (stepMs < 0) {
      backSteps++;
    } else if (stepMs > GAP_MS && usualStepMs > 0 && stepMs > GAP_FRAMES * usualStepMs) {
      gaps++;
      gapMs += stepMs;
    } else {
      usualStepMs = Math.max(stepMs, usualStepMs - 1); // the longest of late, slowly forgotten
    }
    lastMs += stepMs;
    frames++;
    bytes += frameBytes;
  }

  long frames() {
    return frames;
  }

  long bytes() {
    return bytes;
  }

  /// Decoding time of the newest frame, unwrapped.
  long lastMs() {
    return lastMs;
  }

  /// From the first to the newest frame.
  long mediaMs() {
    return lastMs - firstMs;
  }

  long gaps() {
    return gaps;
  }

  long gapMs() {
    return gapMs;
  }

  /// How often decoding time fell.
  long backSteps() {
    return backSteps;
  }

  /// Frames and bits a second of media time since the last call; null if there was none.
  Rate report() {
    double seconds = (lastMs - reportedMs) / 1e3;
    Rate rate =
        seconds <= 0
            ? Rate.NONE
            : new Rate((frames - reportedFrames) / seconds, (bytes - reportedBytes) * 8 / seconds);
    reportedFrames = frames;
    reportedBytes = bytes;
    reportedMs = lastMs;
    return rate;
  }

  /// Of the whole time.
  Rate average() {
    double seconds = mediaMs() / 1e3;
    return seconds <= 0 ? Rate.NONE : new Rate((frames - 1) / seconds, bytes * 8 / seconds);
  }

  /// How much of a track there is in a second of media time.
  record Rate(double fps, double bitrate) {
    static final Rate NONE = new Rate(0, 0);
  }
}
