package dev.freshet.media.testcard;

/// Writes blocks of transform coefficient levels (H.264 7.3.5.3.2 and 9.2). Owned by an encoder.
final class CavlcWriter {
  private static final int MAX_PREFIX = 15;
  private static final int ESCAPE_BITS = 12;

  private final BitWriter out;
  private final int[] nonZero = new int[16]; // highest frequency first
  private final int[] zerosBefore = new int[16];
  private int total;
  private int totalZeros;

  CavlcWriter(BitWriter out) {
    this.out = out;
  }

  /// Writes `count` levels, 15 or 16, in scan order.
  ///
  /// @param nC the mean number of coefficients in the blocks to the left and above
  /// @return how many of them are not 0
  int block(int[] levels, int from, int count, int nC) {
    collect(levels, from, count);
    int ones = trailingOnes();
    out.word(CavlcTables.token(nC)[total][ones]);
    if (total > 0) {
      writeLevels(ones);
      writeZeros(count, CavlcTables.TOTAL_ZEROS);
    }
    return total;
  }

  /// Writes the four DC levels of a chroma component.
  void chromaDc(int[] levels) {
    collect(levels, 0, 4);
    int ones = trailingOnes();
    out.word(CavlcTables.CHROMA_DC_TOKEN[total][ones]);
    if (total > 0) {
      writeLevels(ones);
      writeZeros(4, CavlcTables.CHROMA_DC_TOTAL_ZEROS);
    }
  }

  private void collect(int[] levels, int from, int count) {
    total = 0;
    totalZeros = 0;
    int run = 0;
    for (int i = from + count - 1; i >= from; i--) {
      if (levels[i] == 0) {
        run++;
        continue;
      }
      if (total > 0) {
        zerosBefore[total - 1] = run;
        totalZeros += run;
      }
      nonZero[total++] = levels[i];
      run = 0;
    }
    if (total > 0) {
      zerosBefore[total - 1] = run;
      totalZeros += run;
    }
  }

  private int trailingOnes() {
    int ones = 0;
    while (ones < Math.min(3, total) && Math.abs(nonZero[ones]) == 1) {
      ones++;
    }
    return ones;
  }

  private void writeLevels(int ones) {
    for (int i = 0; i < ones; i++) {
      out.flag(nonZero[i] < 0);
    }
    int suffixLength = total > 10 && ones < 3 ? 1 : 0;
    for (int i = ones; i < total; i++) {
      int level = nonZero[i];
      int code = level > 0 ? 2 * level - 2 : -2 * level - 1;
      writeLevel(i == ones && ones < 3 ? code - 2 : code, suffixLength);
      suffixLength = nextSuffixLength(suffixLength, Math.abs(level));
    }
  }

  private void writeLevel(int code, int suffixLength) {
    int escape = suffixLength == 0 ? 30 : MAX_PREFIX << suffixLength;
    if (code >= escape) {
      out.bits(1, MAX_PREFIX + 1);
      out.bits(code - escape, ESCAPE_BITS);
    } else if (suffixLength == 0 && code >= 14) {
      out.bits(1, 15);
      out.bits(code - 14, 4);
    } else {
      out.bits(1, (code >> suffixLength) + 1);
      out.bits(code & (1 << suffixLength) - 1, suffixLength);
    }
  }

  private static int nextSuffixLength(int suffixLength, int magnitude) {
    int length = Math.max(1, suffixLength);
    return magnitude > 3 << length - 1 && length < 6 ? length + 1 : length;
  }

  private void writeZeros(int count, int[][] totalZerosTable) {
    if (total < count) {
      out.word(totalZerosTable[total - 1][totalZeros]);
    }
    int left = totalZeros;
    for (int i = 0; i < total - 1 && left > 0; i++) {
      out.word(CavlcTables.RUN_BEFORE[Math.min(left, 7) - 1][zerosBefore[i]]);
      left -= zerosBefore[i];
    }
  }
}
