package dev.freshet.media.testcard;

import java.util.Arrays;

/// Predicts macroblocks of one component from what a decoder has of their neighbours (H.264 8.3.3
/// and 8.3.4), in a picture of one slice. Owned by its [Component].
final class IntraPredictor {
  private final int size;
  private final int stride;
  private final byte[] decoded;

  /// @param size of a macroblock in this component: 16 or 8
  /// @param stride samples in a row
  IntraPredictor(int size, int stride, byte[] decoded) {
    this.size = size;
    this.stride = stride;
    this.decoded = decoded;
  }

  /// Predicts a macroblock in a mode that is possible there.
  void predict(Prediction mode, int column, int row, byte[] prediction) {
    int at = row * size * stride + column * size;
    switch (mode) {
      case VERTICAL -> vertical(at - stride, prediction);
      case HORIZONTAL -> horizontal(at - 1, prediction);
      case DC -> dc(at, column > 0, row > 0, prediction);
    }
  }

  private void vertical(int above, byte[] prediction) {
    for (int i = 0; i < prediction.length; i += size) {
      System.arraycopy(decoded, above, prediction, i, size);
    }
  }

  private void horizontal(int left, byte[] prediction) {
    for (int i = 0; i < prediction.length; i += size, left += stride) {
      Arrays.fill(prediction, i, i + size, decoded[left]);
    }
  }

  private void dc(int at, boolean left, boolean above, byte[] prediction) {
    if (size == 16) {
      Arrays.fill(prediction, (byte) mean(at, left, above, 0, 0, 16));
      return;
    }
    chromaDc(at, left, above, 0, 0, prediction);
    chromaDc(at, left, above, 4, 0, prediction);
    chromaDc(at, left, above, 0, 4, prediction);
    chromaDc(at, left, above, 4, 4, prediction);
  }

  /// A 4x4 block of chroma. Those off the diagonal take the nearer edge alone, if it is there.
  private void chromaDc(int at, boolean left, boolean above, int x, int y, byte[] prediction) {
    boolean useLeft = left && !(x > y && above);
    boolean useAbove = above && !(y > x && left);
    int value = mean(at, useLeft, useAbove, x, y, 4);
    for (int i = y; i < y + 4; i++) {
      Arrays.fill(prediction, i * size + x, i * size + x + 4, (byte) value);
    }
  }

  /// The mean of `length` samples of each edge in use, from `x` above and from `y` on the left.
  private int mean(int at, boolean left, boolean above, int x, int y, int length) {
    int sum = 0;
    int samples = 0;
    if (above) {
      for (int i = 0; i < length; i++) {
        sum += decoded[at - stride + x + i] & 0xFF;
      }
      samples += length;
    }
    if (left) {
      for (int i = 0; i < length; i++) {
        sum += decoded[at - 1 + (y + i) * stride] & 0xFF;
      }
      samples += length;
    }
    return samples == 0 ? 128 : (sum + samples / 2) / samples;
  }
}
