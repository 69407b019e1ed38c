package dev.freshet.media.testcard;

import java.util.Arrays;

/// A picture to paint on, which marks the macroblocks that may have changed since it was last
/// coded. Owned by one [TestPicture]; positions and sizes are in luma samples, even where a method
/// takes whole numbers.
final class Canvas {
  private final Planes planes;
  private final boolean[] marks;

  Canvas(int width, int height) {
    planes = new Planes(width, height);
    marks = new boolean[planes.columns() * planes.rows()];
  }

  /// The samples.
  Planes planes() {
    return planes;
  }

  /// Whether a macroblock was painted on.
  boolean marked(int column, int row) {
    return marks[row * planes.columns() + column];
  }

  /// Forgets what was painted on.
  void clearMarks() {
    Arrays.fill(marks, false);
  }

  /// Paints a rectangle.
  void box(int x, int y, int width, int height, Ink ink) {
    fill(planes.luma(), planes.width(), x, y, width, height, ink.luma());
    fill(planes.cb(), planes.width() / 2, x / 2, y / 2, width / 2, height / 2, ink.cb());
    fill(planes.cr(), planes.width() / 2, x / 2, y / 2, width / 2, height / 2, ink.cr());
    mark(x, y, width, height);
  }

  /// Paints the part of `shape` that lies within a rectangle.
  void shape(Shape shape, int x, int y, int width, int height, Ink ink) {
    for (int row = y; row < y + height; row++) {
      int step;
      for (int column = x; column < x + width; column += step) {
        double distance = shape.distance(column + 0.5, row + 0.5);
        step = Math.min(samplesAlike(distance), x + width - column);
        int at = row * planes.width() + column;
        blend(planes.luma(), at, step, ink.luma(), coverage(distance));
      }
    }
    shapeChroma(shape, x / 2, y / 2, width / 2, height / 2, ink);
    mark(x, y, width, height);
  }

  /// Paints a pattern of coverages, one byte each, in greys; the area must be grey before.
  void stamp(byte[] coverages, int x, int y, int width, int height, int ink, int paper) {
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int at = (y + row) * planes.width() + x + column;
        planes.luma()[at] = (byte) mix(paper, ink, coverages[row * width + column] & 0xFF);
      }
    }
    mark(x, y, width, height);
  }

  /// Copies a rectangle from the same place of another canvas of this size.
  void copy(Canvas from, int x, int y, int width, int height) {
    Planes other = from.planes;
    copy(other.luma(), planes.luma(), planes.width(), x, y, width, height);
    copy(other.cb(), planes.cb(), planes.width() / 2, x / 2, y / 2, width / 2, height / 2);
    copy(other.cr(), planes.cr(), planes.width() / 2, x / 2, y / 2, width / 2, height / 2);
    mark(x, y, width, height);
  }

  private void shapeChroma(Shape shape, int x, int y, int width, int height, Ink ink) {
    for (int row = y; row < y + height; row++) {
      int step;
      for (int column = x; column < x + width; column += step) {
        double distance = shape.distance(2 * column + 1, 2 * row + 1) / 2;
        step = Math.min(samplesAlike(distance), x + width - column);
        int at = row * planes.width() / 2 + column;
        blend(planes.cb(), at, step, ink.cb(), coverage(distance));
        blend(planes.cr(), at, step, ink.cr(), coverage(distance));
      }
    }
  }

  /// How many samples in a row, from one at this distance from an edge, are as fully in or out.
  private static int samplesAlike(double distance) {
    return Math.max(1, (int) (Math.abs(distance) + 0.5));
  }

  private void mark(int x, int y, int width, int height) {
    for (int row = y / 16; row <= (y + height - 1) / 16; row++) {
      int first = row * planes.columns() + x / 16;
      int last = row * planes.columns() + (x + width - 1) / 16;
      Arrays.fill(marks, first, last + 1, true);
    }
  }

  /// How much of a sample lies inside an edge at this distance from its middle, 0 to 255.
  static int coverage(double distance) {
    return (int) (255 * Math.clamp(0.5 - distance, 0, 1) + 0.5);
  }

  private static void blend(byte[] samples, int from, int count, int value, int coverage) {
    if (coverage == 255) {
      Arrays.fill(samples, from, from + count, (byte) value);
    } else if (coverage > 0) {
      samples[from] = (byte) mix(samples[from] & 0xFF, value, coverage);
    }
  }

  private static int mix(int below, int above, int coverage) {
    return (below * (255 - coverage) + above * coverage + 127) / 255;
  }

  private static void fill(
      byte[] samples, int stride, int x, int y, int width, int height, int value) {
    for (int row = y; row < y + height; row++) {
      Arrays.fill(samples, row * stride + x, row * stride + x + width, (byte) value);
    }
  }

  private static void copy(
      byte[] from, byte[] to, int stride, int x, int y, int width, int height) {
    for (int row = y; row < y + height; row++) {
      System.arraycopy(from, row * stride + x, to, row * stride + x, width);
    }
  }
}
