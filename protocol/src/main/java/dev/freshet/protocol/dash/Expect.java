package dev.freshet.protocol.dash;

/// What the values of this package demand of their callers. No state, no owner.
final class Expect {
  private Expect() {}

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }

  static void notEmpty(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + ": '' (expected: text)");
    }
  }
}
