package dev.freshet.media.testcard;

/// The samples of a picture, 4:2:0, rows without gaps; the arrays are the picture, not copies.
///
/// @param width in luma samples, a multiple of 16
/// @param height in luma samples, a multiple of 16
record Planes(int width, int height, byte[] luma, byte[] cb, byte[] cr) {
  Planes {
    if (width % 16 != 0 || height % 16 != 0 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "size: " + width + "x" + height + " (expected: multiples of 16)");
    }
  }

  Planes(int width, int height) {
    this(
        width,
        height,
        new byte[width * height],
        new byte[width * height / 4],
        new byte[width * height / 4]);
  }

  /// Macroblocks in a row.
  int columns() {
    return width / 16;
  }

  /// Rows of macroblocks.
  int rows() {
    return height / 16;
  }
}
