package dev.freshet.app.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers with units, as people write them: `250ms`, `1.5s`, `8MiB`.
public final class Units {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?([A-Za-z]*)");
  private static final Map<String, Long> MS = new LinkedHashMap<>();
  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    MS.put("h", 3_600_000L);
    MS.put("m", 60_000L);
    MS.put("s", 1_000L);
    MS.put("ms", 1L);
    BYTES.put("GiB", 1L << 30);
    BYTES.put("MiB", 1L << 20);
    BYTES.put("KiB", 1L << 10);
    BYTES.put("GB", 1_000_000_000L);
    BYTES.put("MB", 1_000_000L);
    BYTES.put("kB", 1_000L);
    BYTES.put("B", 1L);
  }

  private Units() {}

  /// Reads a duration; a bare 0 needs no unit.
  ///
  /// @return in ms, or null if `text` is none
  public static @Nullable Long durationMs(String text) {
    return number(text, MS);
  }

  /// Reads a size; a bare 0 needs no unit.
  ///
  /// @return in bytes, or null if `text` is none
  static @Nullable Long sizeBytes(String text) {
    return number(text, BYTES);
  }

  /// Reads a whole number.
  ///
  /// @return null if `text` is none
  static @Nullable Long count(String text) {
    return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
  }

  private static @Nullable Long number(String text, Map<String, Long> units) {
    Matcher matcher = NUMBER.matcher(text);
    if (text.equals("0")) {
      return 0L;
    }
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    return unit == null ? null : times(matcher.group(1), unit);
  }

  /// In longs, which hold all that [#NUMBER] takes: to set up `BigDecimal` takes a start 20 ms.
  private static @Nullable Long times(String number, long unit) {
    int point = number.indexOf('.');
    String fraction = point < 0 ? "" : number.substring(point + 1);
    long whole = Long.parseLong(point < 0 ? number : number.substring(0, point));
    long millionths = Long.parseLong((fraction + "000000").substring(0, 6)) * unit;
    if (millionths % 1_000_000 != 0) {
      return null;
    }
    return whole >= Long.MAX_VALUE / unit
        ? Long.valueOf(Long.MAX_VALUE) // more than anything may be
        : Long.valueOf(whole * unit + millionths / 1_000_000);
  }

  /// Writes a duration in its largest unit that needs no fraction.
  static String durationText(long ms) {
    return text(ms, MS);
  }

  /// Writes a size in its largest unit that needs no fraction.
  static String sizeText(long bytes) {
    return text(bytes, BYTES);
  }

  private static String text(long value, Map<String, Long> units) {
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (value != 0 && value % unit.getValue() == 0) {
        return value / unit.getValue() + unit.getKey();
      }
    }
    return Long.toString(value);
  }
}
