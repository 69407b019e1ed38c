package dev.freshet.protocol.hls;

import dev.freshet.protocol.hls.PlaylistRequest.Invalid;
import dev.freshet.protocol.hls.PlaylistRequest.Newest;
import dev.freshet.protocol.hls.PlaylistRequest.Reload;
import org.jspecify.annotations.Nullable;

/// Reads `_HLS_msn`, `_HLS_part` and `_HLS_skip` from a hostile query. Lives for one query.
final class DirectiveReader {
  private static final int MAX_DIGITS = 20; // 4.2: a decimal-integer has 1 to 20
  private static final int SHOWN_CHARS = 32;
  private static final long ABSENT = -1;

  private long number = ABSENT;
  private long part = ABSENT;
  private boolean skip;
  private boolean skipSeen;
  private @Nullable String fault;

  private DirectiveReader() {}

  static PlaylistRequest read(String query) {
    DirectiveReader reader = new DirectiveReader();
    for (int at = 0; at <= query.length(); ) {
      int end = query.indexOf('&', at);
      end = end < 0 ? query.length() : end;
      reader.parameter(query, at, end);
      at = end + 1;
    }
    return reader.request();
  }

  private void parameter(String query, int from, int to) {
    if (!query.startsWith("_HLS_", from)) {
      return;
    }
    int equals = query.indexOf('=', from);
    boolean hasValue = equals >= 0 && equals < to;
    String name = query.substring(from, hasValue ? equals : to);
    String value = hasValue ? query.substring(equals + 1, to) : "";
    switch (name) {
      case "_HLS_msn" -> number = number(name, value, number, Long.MAX_VALUE);
      case "_HLS_part" -> part = number(name, value, part, Integer.MAX_VALUE);
      case "_HLS_skip" -> skip(value);
      default -> {} // reserved, and not ours to judge
    }
  }

  private void skip(String value) {
    if (skipSeen) {
      refuse("_HLS_skip", "twice", "once");
    }
    skipSeen = true;
    skip = value.equals("YES") || value.equals("v2");
  }

  private long number(String name, String value, long before, long largest) {
    if (before != ABSENT) {
      refuse(name, "twice", "once");
      return before;
    }
    if (!isInteger(value)) {
      refuse(name, "'" + shown(value) + "'", "a decimal integer");
      return 0;
    }
    long read = digits(value);
    if (read < 0 || read > largest) {
      refuse(name, value, "<= " + largest);
      return 0;
    }
    return read;
  }

  private static boolean isInteger(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_DIGITS
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// The value of up to 20 digits, or -1 if no long holds it.
  private static long digits(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException tooLarge) {
      return -1;
    }
  }

  private static String shown(String value) {
    return value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "...";
  }

  private void refuse(String name, String found, String expected) {
    if (fault == null) {
      fault = name + ": " + found + " (expected: " + expected + ")";
    }
  }

  private PlaylistRequest request() {
    if (fault != null) {
      return new Invalid(fault);
    }
    if (number == ABSENT) {
      return part == ABSENT
          ? new Newest(skip)
          : new Invalid("_HLS_part: without _HLS_msn (expected: both)"); // 6.2.5.2
    }
    return new Reload(number, part == ABSENT ? Reload.NO_PART : (int) part, skip);
  }
}
