package dev.freshet.bench.stream;

import java.util.Locale;

/// How large a synthetic stream's frames are. Sizes are those of FLV tag bodies. 25 pictures and 43
/// audio frames a second, a keyframe every 2 s.
///
/// @param label what reports call it
/// @param keyframeBytes of a keyframe
/// @param deltaBytes of any other picture
/// @param audioBytes of a piece of sound
public record StreamShape(String label, int keyframeBytes, int deltaBytes, int audioBytes) {
  /// 300 kbit/s.
  public static final StreamShape SMALL = new StreamShape("small", 9_100, 1_100, 139);

  /// 1.57 Mbit/s.
  public static final StreamShape BIG = new StreamShape("big", 51_800, 6_300, 371);

  /// Pictures of a GOP.
  public static final int GOP_PICTURES = 50;

  /// Time from picture to picture, in us.
  public static final int PICTURE_US = 40_000;

  /// Samples of a piece of sound, and how many are played a second.
  public static final int AUDIO_SAMPLES = 1_024;

  public static final int AUDIO_HZ = 44_100;

  /// The shape that `label` names.
  public static StreamShape named(String label) {
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "small" -> SMALL;
      case "big" -> BIG;
      default ->
          throw new IllegalArgumentException("stream: " + label + " (expected: small or big)");
    };
  }

  /// Bytes of tag bodies a second.
  public double bodyBytesPerSecond() {
    double gop = keyframeBytes + (GOP_PICTURES - 1.0) * deltaBytes;
    return gop * 1e6 / PICTURE_US / GOP_PICTURES + audioBytes * audioFramesPerSecond();
  }

  /// Frames of both kinds a second.
  public static double framesPerSecond() {
    return 1e6 / PICTURE_US + audioFramesPerSecond();
  }

  private static double audioFramesPerSecond() {
    return (double) AUDIO_HZ / AUDIO_SAMPLES;
  }
}
