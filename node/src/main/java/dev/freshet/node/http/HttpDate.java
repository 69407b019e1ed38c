package dev.freshet.node.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The text of the `Date` header (RFC 9110 section 5.6.7), made once a second. Thread-safe; shared
/// by the connections of a port.
final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private record Second(long unixSeconds, String text) {}

  private volatile Second last = new Second(Long.MIN_VALUE, "");

  String at(long unixMs) {
    long unixSeconds = Math.floorDiv(unixMs, 1_000);
    Second made = last;
    if (made.unixSeconds != unixSeconds) {
      made = new Second(unixSeconds, FORMAT.format(Instant.ofEpochSecond(unixSeconds)));
      last = made;
    }
    return made.text;
  }
}
