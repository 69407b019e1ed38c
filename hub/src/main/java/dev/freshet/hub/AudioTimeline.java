package dev.freshet.hub;

import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;

/// Makes the times of one audio track sample-exact: containers that count in ms round them, and
/// segments would show the rounding as gaps. Owned by the stream's loop.
///
/// Where the number of samples tells the time, each time is that of a whole sample since the
/// stream's zero, rounded to us: who counts in samples finds them again without a remainder.
final class AudioTimeline {
  /// A frame further than this from where its samples say is a gap or a jump, not rounding, in us.
  static final long TOLERANCE_US = 50_000;

  private static final long US = 1_000_000;

  private long samplesPerFrame;
  private long sampleRate;
  private TrackClock clock = new TrackClock(1); // of sampleRate, where it is known
  private long baseUs = Long.MIN_VALUE; // far off: the first frame begins anew
  private long baseSamples;
  private long framesSinceBase;
  private long frames;
  private long lastUs = -1;

  /// From the next frame on it is coded like this. Time goes on.
  void use(Track.Audio track) {
    if (track.samplesPerFrame() != samplesPerFrame || track.sampleRate() != sampleRate) {
      long goesOnUs = nextUs();
      samplesPerFrame = track.samplesPerFrame();
      sampleRate = track.sampleRate();
      clock = new TrackClock(Math.max(1, track.sampleRate()));
      if (goesOnUs >= 0) {
        begin(goesOnUs);
      }
    }
  }

  /// The exact time of the next frame, which arrived with `dtsUs`; never falls.
  long next(long dtsUs) {
    if (!isExact() || lastUs < 0 || Math.abs(dtsUs - expectedUs()) > TOLERANCE_US) {
      begin(Math.max(dtsUs, lastUs));
    }
    lastUs = Math.max(expectedUs(), lastUs);
    framesSinceBase++;
    frames++;
    return lastUs;
  }

  /// How many frames there were.
  long frames() {
    return frames;
  }

  /// The exact time of the frame to come, or -1 before the first.
  long nextUs() {
    return lastUs < 0 ? -1 : Math.max(lastUs, expectedUs());
  }

  private void begin(long fromUs) {
    baseUs = fromUs;
    baseSamples = isExact() ? samplesAt(fromUs) : 0;
    framesSinceBase = 0;
  }

  /// The first whole sample that is not before `fromUs`.
  private long samplesAt(long fromUs) {
    return fromUs / US * sampleRate + Math.ceilDiv(fromUs % US * sampleRate, US);
  }

  /// Whether the number of samples tells the time.
  private boolean isExact() {
    return samplesPerFrame > 0 && sampleRate > 0;
  }

  private long expectedUs() {
    return isExact() ? clock.us(baseSamples + framesSinceBase * samplesPerFrame) : baseUs;
  }
}
