package dev.freshet.node.http;

/// What a `Range` header asks of a body (RFC 9110 section 14). A value.
sealed interface ByteRange {
  /// All of it: nothing else was asked for in a way that we know.
  record Whole() implements ByteRange {}

  /// Some of it.
  ///
  /// @param last inclusive, within the body
  record Part(int first, int last) implements ByteRange {
    int bytes() {
      return last - first + 1;
    }
  }

  /// Nothing that it has.
  record Unsatisfiable() implements ByteRange {}

  /// Reads a header. One that is malformed, of another unit or of several ranges asks for nothing,
  /// as section 14.2 allows: players ask for one range, and many ranges are an attack.
  ///
  /// @param header empty if there is none
  static ByteRange of(String header, int bodyBytes) {
    int equals = header.indexOf('=');
    if (equals < 0 || !header.substring(0, equals).strip().equalsIgnoreCase("bytes")) {
      return new Whole();
    }
    String range = header.substring(equals + 1).strip();
    int dash = range.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    return of(number(range.substring(0, dash)), number(range.substring(dash + 1)), bodyBytes);
  }

  private static ByteRange of(long first, long last, int bodyBytes) {
    boolean suffix = first == EMPTY;
    if (first == MALFORMED || last == MALFORMED || (suffix && last == EMPTY)) {
      return new Whole();
    }
    if (suffix) {
      return last == 0 || bodyBytes == 0
          ? new Unsatisfiable()
          : new Part((int) Math.max(0, bodyBytes - last), bodyBytes - 1);
    }
    if (last != EMPTY && last < first) {
      return new Whole();
    }
    return first >= bodyBytes
        ? new Unsatisfiable()
        : new Part(
            (int) first, last == EMPTY ? bodyBytes - 1 : (int) Math.min(last, bodyBytes - 1));
  }

  long EMPTY = -1;
  long MALFORMED = -2;

  /// More digits than a long has are a number beyond every body.
  private static long number(String digits) {
    if (digits.isEmpty()) {
      return EMPTY;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return MALFORMED;
      }
    }
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
