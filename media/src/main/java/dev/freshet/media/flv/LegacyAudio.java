package dev.freshet.media.flv;

import dev.freshet.media.Track;

/// The first byte of legacy audio tags (FLV 10.1, E.4.2.1): sound format, rate, 16 bits, stereo.
final class LegacyAudio {
  /// AAC's is fixed: its configuration tells the truth.
  static final int AAC = 0xAF;

  private static final int SIXTEEN_BITS = 2;
  private static final int MP3 = 2;
  private static final int G711A = 7;
  private static final int G711U = 8;
  private static final int SPEEX = 0xB6; // said to be 11 kHz mono; it always is 16 kHz
  private static final int MP3_8KHZ = 14;

  private LegacyAudio() {}

  static int firstByte(Track.Audio track) {
    return switch (track.codec()) {
      case MP3 -> mp3(track);
      case G711A -> G711A << 4 | SIXTEEN_BITS | stereo(track);
      case G711U -> G711U << 4 | SIXTEEN_BITS | stereo(track);
      case SPEEX -> SPEEX;
      case AAC -> AAC;
      case OPUS, AC3, EAC3, FLAC -> throw new IllegalArgumentException("no legacy form: " + track);
    };
  }

  /// The number that onMetaData gives as audiocodecid.
  static int soundFormat(Track.Audio track) {
    return firstByte(track) >> 4;
  }

  private static int mp3(Track.Audio track) {
    if (track.sampleRate() == 8_000) {
      return MP3_8KHZ << 4 | SIXTEEN_BITS | stereo(track);
    }
    return MP3 << 4 | rateCode(track.sampleRate()) << 2 | SIXTEEN_BITS | stereo(track);
  }

  private static int rateCode(int sampleRate) {
    if (sampleRate >= 44_100) {
      return 3; // 48 kHz has no code; players read the frame's own header
    }
    return sampleRate >= 22_050 ? 2 : sampleRate >= 11_025 ? 1 : 0;
  }

  private static int stereo(Track.Audio track) {
    return track.channels() > 1 ? 1 : 0;
  }
}
