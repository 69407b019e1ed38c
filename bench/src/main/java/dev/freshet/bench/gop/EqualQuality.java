package dev.freshet.bench.gop;

import java.io.IOException;

/// Finds the rate factor at which an encoding is as good as another one: equal rate factors are not
/// equally good at different GOP lengths. Stateless.
final class EqualQuality {
  /// Two encodings that differ by less are called equal, in dB of SSIM. About 0.3 % of bitrate.
  static final double TOLERANCE_DB = 0.02;

  private static final int MAX_TRIES = 6;
  private static final double DB_PER_STEP = -0.2; // of SSIM, a first guess
  private static final double MAX_STEP = 3;

  /// Encodes at a rate factor.
  interface Encoder {
    Encoding at(double crf) throws IOException, InterruptedException;
  }

  private EqualQuality() {}

  /// The encoding that comes nearest to `targetDb`, by the secant method from `crf` on.
  static Encoding find(Encoder encoder, double crf, double targetDb)
      throws IOException, InterruptedException {
    Encoding last = encoder.at(crf);
    Encoding best = last;
    double slope = DB_PER_STEP;
    for (int tries = 1; tries < MAX_TRIES && distance(best, targetDb) > TOLERANCE_DB; tries++) {
      double step = Math.clamp((targetDb - last.ssimDb()) / slope, -MAX_STEP, MAX_STEP);
      Encoding next = encoder.at(rounded(last.crf() + step));
      double measured = (next.ssimDb() - last.ssimDb()) / (next.crf() - last.crf());
      slope = measured < 0 ? measured : slope; // rounding can hide a small difference
      last = next;
      best = distance(next, targetDb) < distance(best, targetDb) ? next : best;
    }
    return best;
  }

  private static double distance(Encoding encoding, double targetDb) {
    return Math.abs(encoding.ssimDb() - targetDb);
  }

  private static double rounded(double crf) {
    return Math.round(crf * 100) / 100.0;
  }
}
