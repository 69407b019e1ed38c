package dev.freshet.hub;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;

/// Tracks for tests: pictures are track 0, sound is track 1, one frame of each every 40 ms.
final class Tracks {
  static final int VIDEO = 0;
  static final int AUDIO = 1;

  private Tracks() {}

  static Track.Video video(int config) {
    return new Track.Video(
        VIDEO, VideoCodec.AVC, new byte[] {1, (byte) config}, 640, 360, 25, Track.NONE);
  }

  static Track.Audio audio(int config) {
    return new Track.Audio(AUDIO, AudioCodec.AAC, new byte[] {2, (byte) config}, 48_000, 2, 1_920);
  }
}
