package dev.freshet.media.codec;

/// VvcDecoderConfigurationRecord (ISO/IEC 14496-15 11.2.4.2).
final class VvcConfig {
  private VvcConfig() {}

  static VideoFormat format(byte[] config) {
    BitReader in = new BitReader(config, 0, config.length);
    in.skip(7); // reserved, LengthSizeMinusOne
    if (!in.flag()) {
      return VideoFormat.UNKNOWN; // no ptl_present_flag: the size is in the parameter sets alone
    }
    in.skip(9); // ols_idx
    int subLayers = in.bits(3);
    in.skip(12); // constant_frame_rate, chroma_format_idc, bit depth, reserved
    skipProfileTierLevel(in, subLayers);
    int width = in.bits(16);
    int height = in.bits(16);
    double fps = in.bits(16) / 256.0;
    return in.isOverrun() ? VideoFormat.UNKNOWN : new VideoFormat(width, height, fps);
  }

  /// VvcPTLRecord (11.2.4.2).
  private static void skipProfileTierLevel(BitReader in, int subLayers) {
    in.skip(2);
    int constraintBytes = in.bits(6);
    in.skip(16); // profile, tier, level
    in.skip(8 * constraintBytes); // begins with ptl_frame_only_constraint_flag, multilayer flag
    if (subLayers > 1) {
      int presentCount = Integer.bitCount(in.bits(subLayers - 1));
      in.skip(9 - subLayers); // up to the byte's end
      in.skip(8 * presentCount);
    }
    in.skip(32 * in.bits(8)); // sub-profiles
  }
}
