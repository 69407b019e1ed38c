package dev.freshet.media.testcard;

import java.util.Arrays;

/// The lowest coefficients of AAC's long transform (ISO 14496-3 4.6.11) with a sine window: a tone
/// needs no others, and so few are cheapest by plain multiplication. Owned by one [TestCardAudio].
final class LowMdct {
  /// Samples from one block to the next; each block has twice as many.
  static final int STEP = 1024;

  /// Coefficients, 0 to 2250 Hz: 17 scale factor bands at 48 kHz.
  static final int BINS = 96;

  private final float[] window = new float[2 * STEP];
  private final float[] cosines = new float[STEP * BINS];
  private final float[] windowed = new float[2 * STEP];
  private final float[] folded = new float[STEP];

  LowMdct() {
    double[] quarters = new double[8 * STEP];
    for (int i = 0; i < quarters.length; i++) {
      quarters[i] = StrictMath.cos(2 * Math.PI * i / quarters.length);
    }
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) StrictMath.sin(Math.PI * (i + 0.5) / window.length);
    }
    for (int i = 0; i < STEP; i++) {
      for (int bin = 0; bin < BINS; bin++) {
        int phase = (2 * i + 1) * (2 * bin + 1) % quarters.length;
        cosines[i * BINS + bin] = (float) quarters[phase];
      }
    }
  }

  /// Transforms the samples of a block.
  void transform(float[] samples, float[] bins) {
    for (int i = 0; i < windowed.length; i++) {
      windowed[i] = samples[i] * window[i];
    }
    fold();
    Arrays.fill(bins, 0);
    for (int i = 0; i < STEP; i++) {
      for (int bin = 0; bin < BINS; bin++) {
        bins[bin] += folded[i] * cosines[i * BINS + bin];
      }
    }
    for (int bin = 0; bin < BINS; bin++) {
      bins[bin] *= 2;
    }
  }

  /// The quarters a, b, c, d of a block become -c reversed - d and a - b reversed, of which the
  /// transform is a DCT-IV.
  private void fold() {
    int half = STEP / 2;
    for (int i = 0; i < half; i++) {
      folded[i] = -windowed[3 * half - 1 - i] - windowed[3 * half + i];
      folded[half + i] = windowed[i] - windowed[STEP - 1 - i];
    }
  }
}
