package dev.freshet.media.testcard;

/// Code words of variable length, each held in one int, and the reader of their printed form.
final class CodeWords {
  private static final int LENGTH_BITS = 5;

  private CodeWords() {}

  /// The word of `length` bits, below 32, with this value.
  static int of(int value, int length) {
    return value << LENGTH_BITS | length;
  }

  static int value(int word) {
    return word >>> LENGTH_BITS;
  }

  static int length(int word) {
    return word & (1 << LENGTH_BITS) - 1;
  }

  /// The lines of a table as printed in a specification: words of 0 and 1 between blanks.
  static int[][] table(String printed) {
    return printed.lines().map(CodeWords::row).toArray(int[][]::new);
  }

  private static int[] row(String line) {
    String[] words = line.split(" ");
    int[] row = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      row[i] = of(Integer.parseInt(words[i], 2), words[i].length());
    }
    return row;
  }
}
