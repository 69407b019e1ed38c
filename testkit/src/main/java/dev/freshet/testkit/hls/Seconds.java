package dev.freshet.testkit.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimal seconds of a playlist as microseconds, and back for people. No state, no owner.
final class Seconds {
  private Seconds() {}

  static long us(String seconds) {
    return new BigDecimal(seconds).movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValue();
  }

  static String of(long us) {
    return BigDecimal.valueOf(us, 6).stripTrailingZeros().toPlainString() + " s";
  }

  /// To the nearest whole second, as 4.4.3.1 compares durations.
  static long rounded(long us) {
    return Math.floorDiv(us + 500_000, 1_000_000L);
  }
}
