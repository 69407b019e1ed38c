package dev.freshet.hub;

/// Makes the times of one audio track sample-exact: containers that count in ms round them, and
/// segments would show the rounding as gaps. Owned by the stream's loop.
final class AudioTimeline {
  /// A frame further than this from where its samples say is a gap or a jump, not rounding, in us.
  static final long TOLERANCE_US = 50_000;

  private final long samplesPerFrame;
  private final long sampleRate;
  private boolean started;
  private long baseUs;
  private long framesSinceBase;
  private long frames;
  private long lastUs;

  /// Either number 0 means not known: times then pass unchanged.
  AudioTimeline(int samplesPerFrame, int sampleRate) {
    this.samplesPerFrame = samplesPerFrame;
    this.sampleRate = sampleRate;
  }

  /// The exact time of the next frame, which arrived with `dtsUs`; never falls.
  long next(long dtsUs) {
    long exact = dtsUs;
    if (samplesPerFrame > 0 && sampleRate > 0) {
      if (!started || Math.abs(dtsUs - expectedUs()) > TOLERANCE_US) {
        baseUs = dtsUs;
        framesSinceBase = 0;
      }
      exact = expectedUs();
      framesSinceBase++;
    }
    frames++;
    lastUs = started ? Math.max(exact, lastUs) : exact;
    started = true;
    return lastUs;
  }

  /// How many frames there were.
  long frames() {
    return frames;
  }

  /// The exact time of the frame to come, or -1 before the first.
  long nextUs() {
    if (!started) {
      return -1;
    }
    return samplesPerFrame > 0 && sampleRate > 0 ? expectedUs() : lastUs;
  }

  private long expectedUs() {
    return baseUs + framesSinceBase * samplesPerFrame * 1_000_000 / sampleRate;
  }
}
