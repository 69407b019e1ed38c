package dev.freshet.protocol.hls;

import java.time.LocalDate;

/// Numbers of a playlist as text, made of integers alone: no rounding, no locale. No state, no
/// owner.
final class Decimals {
  private static final long SECOND_US = 1_000_000;
  private static final long DAY_MS = 86_400_000;

  private Decimals() {}

  /// Seconds, exact to the microsecond and no longer than needed: `2.0`, `1.001`, `-0.033333`.
  static StringBuilder appendSeconds(StringBuilder out, long us) {
    if (us < 0) {
      out.append('-');
    }
    long absUs = Math.abs(us);
    out.append(absUs / SECOND_US).append('.');
    long fraction = absUs % SECOND_US;
    int digits = 6;
    while (digits > 1 && fraction % 10 == 0) {
      fraction /= 10;
      digits--;
    }
    return appendPadded(out, fraction, digits);
  }

  /// Thousandths with all three decimals, as FRAME-RATE wants them: `29.970` (4.4.6.2).
  static StringBuilder appendThousandths(StringBuilder out, long thousandths) {
    return appendPadded(out.append(thousandths / 1000).append('.'), thousandths % 1000, 3);
  }

  /// A moment as EXT-X-PROGRAM-DATE-TIME writes it, to the millisecond, in UTC (4.4.4.6).
  static StringBuilder appendDateTime(StringBuilder out, long unixUs) {
    long unixMs = Math.floorDiv(unixUs, 1000L);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(unixMs, DAY_MS));
    appendPadded(out, date.getYear(), 4).append('-');
    appendPadded(out, date.getMonthValue(), 2).append('-');
    appendPadded(out, date.getDayOfMonth(), 2).append('T');
    return appendTime(out, Math.floorMod(unixMs, DAY_MS)).append('Z');
  }

  private static StringBuilder appendTime(StringBuilder out, long msOfDay) {
    appendPadded(out, msOfDay / 3_600_000, 2).append(':');
    appendPadded(out, msOfDay / 60_000 % 60, 2).append(':');
    appendPadded(out, msOfDay / 1000 % 60, 2).append('.');
    return appendPadded(out, msOfDay % 1000, 3);
  }

  private static StringBuilder appendPadded(StringBuilder out, long value, int digits) {
    long unit = 1;
    for (int i = 1; i < digits; i++) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      out.append((char) ('0' + value / unit % 10));
    }
    return out;
  }
}
