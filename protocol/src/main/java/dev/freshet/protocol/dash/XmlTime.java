package dev.freshet.protocol.dash;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as XML Schema writes them, made of integers alone. No state, no owner.
final class XmlTime {
  private static final long SECOND_US = 1_000_000;

  private XmlTime() {}

  /// A moment, to the millisecond, in UTC (xs:dateTime).
  static String dateTime(long unixUs) {
    return Instant.EPOCH.plus(Math.floorDiv(unixUs, 1000L), ChronoUnit.MILLIS).toString();
  }

  /// A length (xs:duration): `PT2S`, `PT0.2S`.
  static String duration(long us) {
    return "PT" + seconds(us) + "S";
  }

  /// Seconds, exact to the microsecond and no longer than needed: `2`, `0.2`.
  static String seconds(long us) {
    StringBuilder out = new StringBuilder().append(us / SECOND_US);
    long fraction = us % SECOND_US;
    if (fraction == 0) {
      return out.toString();
    }
    out.append('.').append(Long.toString(SECOND_US + fraction), 1, 7);
    while (out.charAt(out.length() - 1) == '0') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }
}
