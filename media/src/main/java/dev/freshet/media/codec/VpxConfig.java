package dev.freshet.media.codec;

import java.util.Arrays;

/// VPCodecConfigurationRecord (VP codec ISO media file format binding 4.2).
public final class VpxConfig {
  private static final int RECORD_BYTES = 8;
  private static final int FULL_BOX_BYTES = 4;
  private static final int UNSPECIFIED =
      2; // colour primaries, transfer and matrix (ISO/IEC 23091-2)
  private static final int EIGHT_BITS_420 = 0x82; // bit depth, chroma subsampling 1, limited range

  /// Levels and the luma picture sizes that they allow (VP9 levels, Annex A).
  private static final int[][] LEVELS = {
    {10, 36_864},
    {11, 73_728},
    {20, 122_880},
    {21, 245_760},
    {30, 552_960},
    {31, 983_040},
    {40, 2_228_224},
    {50, 8_912_896},
    {60, 35_651_584}
  };

  private VpxConfig() {}

  /// The record that the publisher sent, or else one for the usual: profile 0, 8 bits, 4:2:0, and
  /// the level that the pictures' size needs.
  ///
  /// @param config as the publisher sent it, perhaps with the box's version before it; or empty
  public static byte[] of(byte[] config, int width, int height) {
    boolean isBox = config.length >= FULL_BOX_BYTES + RECORD_BYTES && config[0] == 1;
    if (isBox) {
      return Arrays.copyOfRange(config, FULL_BOX_BYTES, config.length);
    }
    return config.length >= RECORD_BYTES ? config : usual(width * height);
  }

  private static byte[] usual(int pictureSize) {
    byte[] record = new byte[RECORD_BYTES];
    record[1] = (byte) level(pictureSize);
    record[2] = (byte) EIGHT_BITS_420;
    record[3] = UNSPECIFIED;
    record[4] = UNSPECIFIED;
    record[5] = UNSPECIFIED;
    return record;
  }

  private static int level(int pictureSize) {
    for (int[] level : LEVELS) {
      if (pictureSize <= level[1]) {
        return level[0];
      }
    }
    return LEVELS[LEVELS.length - 1][0];
  }
}
