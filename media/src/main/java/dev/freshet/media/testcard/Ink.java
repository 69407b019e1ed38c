package dev.freshet.media.testcard;

/// A colour, as BT.709 samples in limited range.
record Ink(int luma, int cb, int cr) {
  static final Ink BLACK = grey(16);
  static final Ink WHITE = grey(235);

  /// A grey; 16 is black, 235 is white.
  static Ink grey(int luma) {
    return new Ink(luma, 128, 128);
  }

  /// From gamma-corrected red, green and blue, each 0 to 1 (BT.709-6, items 3.2 to 3.5).
  static Ink rgb(double red, double green, double blue) {
    double luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return new Ink(
        16 + (int) Math.round(219 * luma),
        128 + (int) Math.round(224 * (blue - luma) / 1.8556),
        128 + (int) Math.round(224 * (red - luma) / 1.5748));
  }
}
