package dev.freshet.media.codec;

/// What a video codec's configuration tells of its pictures. A value: no owner.
///
/// @param width in luma samples after cropping, 0 if not known
/// @param height in luma samples after cropping, 0 if not known
/// @param fps nominal pictures a second, 0 if not known
public record VideoFormat(int width, int height, double fps) {
  /// Nothing is known.
  public static final VideoFormat UNKNOWN = new VideoFormat(0, 0, 0);

  private static final int MAX_SIDE = 65_535;
  private static final double MAX_FPS = 1_000;

  public VideoFormat {
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      width = 0;
      height = 0;
    }
    if (!(fps > 0 && fps <= MAX_FPS)) {
      fps = 0;
    }
  }

  /// Reads a decoder configuration as [dev.freshet.media.Track#config] holds it. One that is broken
  /// tells nothing: the decoder may know better.
  public static VideoFormat of(VideoCodec codec, byte[] config) {
    return switch (codec) {
      case AVC -> AvcConfig.format(config);
      case HEVC -> HevcConfig.format(config);
      case VVC -> VvcConfig.format(config);
      case AV1 -> Av1Config.format(config);
      case VP8, VP9 -> UNKNOWN; // vpcC holds no size: see VpxKeyframe
    };
  }

  /// Pictures a second, 0 where the clock says nothing.
  static double fps(long timeScale, long unitsPerPicture) {
    return unitsPerPicture == 0 ? 0 : (double) timeScale / unitsPerPicture;
  }
}
