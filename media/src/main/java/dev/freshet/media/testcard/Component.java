package dev.freshet.media.testcard;

import java.util.Arrays;

/// One colour component of the picture that is being coded: the samples of the source, of the
/// source as last coded, and of what a decoder has, and the macroblock in work. Owned by one
/// [MacroblockWriter].
final class Component {
  private final int size; // of a macroblock, in samples
  private final int stride;
  private final byte[] source;
  private final byte[] coded;
  private final byte[] decoded;
  private final byte[] counts; // of coefficients, for each 4x4 block of the picture
  private final Quantizer quantizer;
  private final IntraPredictor predictor;

  private final byte[] prediction;
  private final int[] blocks; // coefficients of the 4x4 blocks in raster order
  private final int[] levels;
  private final int[] dc;
  private final int[] dcLevels;
  private int difference;
  private boolean hasDc;
  private boolean hasAc;
  private int column;
  private int row;

  /// @param size of a macroblock in this component: 16 or 8
  /// @param stride samples in a row
  Component(int size, int stride, byte[] source, Quantizer quantizer) {
    this.size = size;
    this.stride = stride;
    this.source = source;
    this.quantizer = quantizer;
    coded = new byte[source.length];
    decoded = new byte[source.length];
    counts = new byte[source.length / 16];
    predictor = new IntraPredictor(size, stride, decoded);
    prediction = new byte[size * size];
    blocks = new int[size * size];
    levels = new int[size * size];
    dc = new int[size * size / 16];
    dcLevels = new int[size * size / 16];
  }

  /// What a decoder has.
  byte[] decoded() {
    return decoded;
  }

  /// Begins a picture: no macroblock of it has coefficients yet.
  void beginPicture() {
    Arrays.fill(counts, (byte) 0);
  }

  /// Whether the macroblock's source is what it was when it was last coded.
  boolean unchanged(int column, int row) {
    int at = row * size * stride + column * size;
    for (int y = 0; y < size; y++, at += stride) {
      if (!Arrays.equals(source, at, at + size, coded, at, at + size)) {
        return false;
      }
    }
    return true;
  }

  /// Takes up a macroblock, and notes its source as coded.
  void begin(int column, int row) {
    this.column = column;
    this.row = row;
    int at = at();
    for (int y = 0; y < size; y++, at += stride) {
      System.arraycopy(source, at, coded, at, size);
    }
  }

  /// Predicts the macroblock.
  ///
  /// @return the sum of absolute differences from the source
  int predict(Prediction mode) {
    predictor.predict(mode, column, row, prediction);
    difference = difference();
    return difference;
  }

  /// Makes levels of what the prediction misses, and the samples that a decoder makes of them.
  void code() {
    if (difference == 0) {
      take();
      return;
    }
    transform();
    quantize();
    for (int block = 0; block < dc.length; block++) {
      reconstruct(block);
    }
  }

  boolean hasDc() {
    return hasDc;
  }

  boolean hasAc() {
    return hasAc;
  }

  /// DC levels: 16 in scan order, or 4 in raster order.
  int[] dcLevels() {
    return dcLevels;
  }

  /// AC levels in scan order, 16 a block, the first of which is not used.
  int[] levels() {
    return levels;
  }

  /// nC of a block (H.264 9.2.1): the mean count of the blocks to the left and above.
  int context(int block) {
    int index = countIndex(block);
    boolean left = index % (stride / 4) > 0;
    boolean above = index >= stride / 4;
    int leftCount = left ? counts[index - 1] : 0;
    int aboveCount = above ? counts[index - stride / 4] : 0;
    return left && above ? leftCount + aboveCount + 1 >> 1 : leftCount + aboveCount;
  }

  /// Notes how many coefficients of a block were written.
  void count(int block, int coefficients) {
    counts[countIndex(block)] = (byte) coefficients;
  }

  private int at() {
    return row * size * stride + column * size;
  }

  private int countIndex(int block) {
    int perRow = size / 4;
    return (row * perRow + block / perRow) * (stride / 4) + column * perRow + block % perRow;
  }

  private int difference() {
    int sum = 0;
    int at = at();
    for (int i = 0; i < prediction.length; i += size, at += stride) {
      for (int x = 0; x < size; x++) {
        sum += Math.abs((source[at + x] & 0xFF) - (prediction[i + x] & 0xFF));
      }
    }
    return sum;
  }

  /// The prediction is exact, as in most macroblocks of a test picture: nothing to transform.
  private void take() {
    hasDc = false;
    hasAc = false;
    Arrays.fill(dcLevels, 0);
    Arrays.fill(levels, 0);
    int at = at();
    for (int i = 0; i < prediction.length; i += size, at += stride) {
      System.arraycopy(prediction, i, decoded, at, size);
    }
  }

  private void transform() {
    for (int block = 0; block < dc.length; block++) {
      residual(block);
      Transform.forward(blocks, 16 * block);
      dc[block] = blocks[16 * block];
    }
  }

  private void residual(int block) {
    int out = 16 * block;
    int predicted = predictedAt(block);
    int at = sampleAt(block);
    for (int y = 0; y < 4; y++, out += 4, predicted += size, at += stride) {
      for (int x = 0; x < 4; x++) {
        blocks[out + x] = (source[at + x] & 0xFF) - (prediction[predicted + x] & 0xFF);
      }
    }
  }

  private void quantize() {
    hasAc = false;
    for (int block = 0; block < dc.length; block++) {
      hasAc |= quantizer.ac(blocks, 16 * block, levels);
    }
    if (size == 16) {
      Transform.hadamard4x4(dc);
      hasDc = quantizer.lumaDc(dc, dcLevels);
      Transform.hadamard4x4(dc);
      quantizer.scaleLumaDc(dc);
    } else {
      Transform.hadamard2x2(dc);
      hasDc = quantizer.chromaDc(dc, dcLevels);
      Transform.hadamard2x2(dc);
      quantizer.scaleChromaDc(dc);
    }
  }

  private void reconstruct(int block) {
    int from = 16 * block;
    blocks[from] = dc[block];
    Transform.inverse(blocks, from);
    int predicted = predictedAt(block);
    int at = sampleAt(block);
    for (int y = 0; y < 4; y++, from += 4, predicted += size, at += stride) {
      for (int x = 0; x < 4; x++) {
        int sample = (prediction[predicted + x] & 0xFF) + blocks[from + x];
        decoded[at + x] = (byte) Math.clamp(sample, 0, 255);
      }
    }
  }

  private int predictedAt(int block) {
    int perRow = size / 4;
    return block / perRow * 4 * size + block % perRow * 4;
  }

  private int sampleAt(int block) {
    int perRow = size / 4;
    return at() + block / perRow * 4 * stride + block % perRow * 4;
  }
}
