package dev.freshet.media.segment;

import dev.freshet.media.Frame;
import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.OpusHead;
import dev.freshet.media.codec.OpusPacket;
import java.util.List;

/// When the last frame of a run ends. Stateless: a function of the frames.
final class FrameDuration {
  private static final long US = 1_000_000;

  /// Of a picture about which nothing else is known.
  private static final long FALLBACK_US = 40_000;

  private FrameDuration() {}

  /// The time behind the last of `frames`, which are of one track: by its samples where these are
  /// known, else as its track says or the nearest two frames are apart, whichever is less.
  static long endUs(List<Frame> frames) {
    Frame last = frames.getLast();
    long dtsUs = last.stamp().dtsUs();
    return switch (last.track()) {
      case Track.Audio audio when samples(audio, last) > 0 -> soundEndUs(audio, last);
      case Track.Video video when video.fps() > 0 ->
          dtsUs + Math.min(wholeMs(US / video.fps()), stepUs(frames));
      case Track.Video _, Track.Audio _, Track.Data _ -> {
        long stepUs = stepUs(frames);
        yield dtsUs + (stepUs == Long.MAX_VALUE ? FALLBACK_US : stepUs);
      }
    };
  }

  /// Exact: the time of a whole sample, rounded to us, as the origin's stamps are.
  private static long soundEndUs(Track.Audio track, Frame last) {
    TrackClock clock = new TrackClock(rate(track));
    return clock.us(clock.ticks(last.stamp().dtsUs()) + samples(track, last));
  }

  private static int samples(Track.Audio track, Frame frame) {
    return track.codec() == AudioCodec.OPUS
        ? OpusPacket.samples(frame.payload())
        : track.sampleRate() > 0 ? track.samplesPerFrame() : 0;
  }

  private static int rate(Track.Audio track) {
    return track.codec() == AudioCodec.OPUS ? OpusHead.SAMPLE_RATE : track.sampleRate();
  }

  /// The shortest one, if there is any: times are rounded to ms on the way, and frames must not
  /// overlap.
  private static long stepUs(List<Frame> frames) {
    long shortestUs = Long.MAX_VALUE;
    for (int i = 1; i < frames.size(); i++) {
      long stepUs = frames.get(i).stamp().dtsUs() - frames.get(i - 1).stamp().dtsUs();
      shortestUs = stepUs > 0 ? Math.min(shortestUs, stepUs) : shortestUs;
    }
    return shortestUs;
  }

  private static long wholeMs(double us) {
    return us < 1_000 ? (long) us : ((long) (us / 1_000)) * 1_000;
  }
}
