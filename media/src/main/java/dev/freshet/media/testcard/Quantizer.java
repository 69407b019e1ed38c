package dev.freshet.media.testcard;

/// Turns coefficients into levels and back (H.264 8.5.9 to 8.5.12) at one quantisation parameter.
/// Immutable.
final class Quantizer {
  /// Raster index of the coefficients of a frame macroblock's 4x4 block, in scan order (8.5.6).
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /// normAdjust4x4 (8.5.9) by qp % 6: where both indices are even, both odd, else.
  private static final int[][] SCALE = {
    {10, 16, 13}, {11, 18, 14}, {13, 20, 16}, {14, 23, 18}, {16, 25, 20}, {18, 29, 23}
  };

  /// The factors that undo [#SCALE] and the transform's gain, times 2^15.
  private static final int[][] FACTOR = {
    {13107, 5243, 8066}, {11916, 4660, 7490}, {10082, 4194, 6554},
    {9362, 3647, 5825}, {8192, 3355, 5243}, {7282, 2893, 4559}
  };

  private final int[] scale = new int[16];
  private final int[] factor = new int[16];
  private final int qpPer6;
  private final int shift;
  private final int rounding;

  /// @param qp 12 to 29: coarse enough for every level to fit an escape code, and below 30, up to
  ///   where chroma has the same parameter as luma (table 8-15)
  Quantizer(int qp) {
    if (qp < 12 || qp > 29) {
      throw new IllegalArgumentException("qp: " + qp + " (expected: 12 to 29)");
    }
    qpPer6 = qp / 6;
    shift = 15 + qpPer6;
    rounding = (1 << shift) / 3;
    for (int i = 0; i < 16; i++) {
      int kind = (i & 5) == 0 ? 0 : (i & 5) == 5 ? 1 : 2;
      scale[i] = SCALE[qp % 6][kind] << qpPer6;
      factor[i] = FACTOR[qp % 6][kind];
    }
  }

  /// Quantises the 15 AC coefficients of a block: their levels go to the same offset of `levels` in
  /// scan order, and `block` becomes what a decoder makes of them.
  ///
  /// @return whether any level is not 0
  boolean ac(int[] block, int at, int[] levels) {
    int any = 0;
    for (int i = 1; i < 16; i++) {
      int index = ZIGZAG[i];
      int level = level(block[at + index], factor[index], rounding, shift);
      levels[at + i] = level;
      block[at + index] = level * scale[index];
      any |= level;
    }
    return any != 0;
  }

  /// Quantises the transformed DC coefficients of a luma macroblock, likewise.
  boolean lumaDc(int[] block, int[] levels) {
    int any = 0;
    for (int i = 0; i < 16; i++) {
      int index = ZIGZAG[i];
      levels[i] = level(block[index], factor[0], 4 * rounding, shift + 2);
      block[index] = levels[i];
      any |= levels[i];
    }
    return any != 0;
  }

  /// Scales luma DC coefficients after their inverse transform (8.5.10).
  void scaleLumaDc(int[] block) {
    for (int i = 0; i < 16; i++) {
      block[i] = block[i] * scale[0] + 2 >> 2;
    }
  }

  /// Quantises the transformed DC coefficients of a chroma component, in raster order.
  boolean chromaDc(int[] block, int[] levels) {
    int any = 0;
    for (int i = 0; i < 4; i++) {
      levels[i] = level(block[i], factor[0], 2 * rounding, shift + 1);
      block[i] = levels[i];
      any |= levels[i];
    }
    return any != 0;
  }

  /// Scales chroma DC coefficients after their inverse transform (8.5.11.2).
  void scaleChromaDc(int[] block) {
    for (int i = 0; i < 4; i++) {
      block[i] = block[i] * scale[0] >> 1;
    }
  }

  private static int level(int coefficient, int factor, int rounding, int shift) {
    int magnitude = Math.abs(coefficient) * factor + rounding >> shift;
    return coefficient < 0 ? -magnitude : magnitude;
  }
}
