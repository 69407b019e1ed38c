package dev.freshet.protocol.hls;

/// What the values of this package demand of their callers. No state, no owner.
final class Expect {
  private Expect() {}

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }

  /// A line of its own in a playlist, and inside quotes as well (4.1, 4.2).
  static void uri(String name, String uri) {
    if (uri.isEmpty() || uri.charAt(0) == '#' || !isQuotable(uri)) {
      throw new IllegalArgumentException(
          name + ": '" + uri + "' (expected: an address without quotes and line breaks)");
    }
  }

  static void quotable(String name, String text) {
    if (!isQuotable(text)) {
      throw new IllegalArgumentException(
          name + ": '" + text + "' (expected: text without quotes and line breaks)");
    }
  }

  private static boolean isQuotable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
