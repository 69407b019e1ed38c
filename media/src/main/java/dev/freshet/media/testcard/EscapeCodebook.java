package dev.freshet.media.testcard;

/// Spectrum Huffman codebook 11 of AAC (ISO 14496-3 4.6.3 and table 4.A.12): pairs of magnitudes up
/// to 15, and an escape for larger ones. The code is canonical: words of one length count up in the
/// order of the pairs below.
final class EscapeCodebook {
  /// The pairs of each word length from 4 to 12 bits, a line each; a magnitude is a digit to base
  /// 17, of which the last, g, is the escape.
  private static final String PAIRS =
      """
      00 11
      gg 10 01 21 12 22
      13 31 32 20 23 02 33
      41 14 42 24 43 34 30 03 51 52 25 44 15 53 35 54
      45 62 26 61 63 36 16 4g 3g g5 g3 g4 64 g6 40 46 04 2g 55 5g g7 g2 g8 27 72 37 65 56 \
      6g ga 73 71 g9 7g 1g 17 47 gb 74 gc 8g g1 66 9g 28 57 ag gd 83 82 38 50 ge bg 75 48 \
      67 76 05
      84 gf cg 18 81 eg 58 dg 39 85 77 29 86 92 93 fg 49 68 60 94 59 87 78 19 a3 06 a2 91 \
      95 4a 2a 96 3a 69 a4 88 a5 97 b3 1a 70 a6 79 3b 5a a1 4b b2 d2 6a d3 2b g0 5b b5
      b4 98 7a 89 0g 4d 07 3d b6 d1 d4 c3 2d d5 8a 6b a8 a7 e2 c4 1b 4c b1 3c 1d c2 7b 3e \
      5c 5d e4 4e b7 e3 c5 d6 c6 80 b8 2c 99 e5 6d aa f2 8b 9a e6 a9 5e b9 e1 2e 6c 1c d8 \
      08 d7 7c c7 7d f3 c1 6e 2f f5 f4 1e 9b 4f e7 8d d9 8c 5f 3f ab ba c8 f6 f7 8e f1 7e \
      90 09 9d 9c c9 e8 ad e9 ca 6f 7f
      9e f8 bb be 1f ac ae db da bd bc 8f eb dc cd f9 ea a0 cb 9f 0a cc b0 ce af dd 0d ec \
      fa fb bf ed d0 0b de fc fd cf e0 ee df c0 ef
      0e 0c fe f0 0f ff
      """;

  private static final int SHORTEST = 4;
  private static final int ESCAPE = 16;
  private static final int[] WORDS = words();

  private EscapeCodebook() {}

  /// Writes two quantised coefficients, each -8191 to 8191.
  static void write(int first, int second, BitWriter out) {
    int firstMagnitude = Math.abs(first);
    int secondMagnitude = Math.abs(second);
    out.word(WORDS[17 * Math.min(firstMagnitude, ESCAPE) + Math.min(secondMagnitude, ESCAPE)]);
    writeSign(first, out);
    writeSign(second, out);
    writeEscape(firstMagnitude, out);
    writeEscape(secondMagnitude, out);
  }

  private static void writeSign(int value, BitWriter out) {
    if (value != 0) {
      out.flag(value < 0);
    }
  }

  /// Ones and a zero tell how many bits follow (4.6.3.3).
  private static void writeEscape(int magnitude, BitWriter out) {
    if (magnitude < ESCAPE) {
      return;
    }
    int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(magnitude);
    out.bits((1 << bits - 3) - 2, bits - 3);
    out.bits(magnitude - (1 << bits), bits);
  }

  private static int[] words() {
    int[] words = new int[17 * 17];
    int next = 0;
    int length = SHORTEST;
    for (String line : PAIRS.split("\n")) {
      for (String pair : line.split(" ")) {
        words[Integer.parseInt(pair, 17)] = CodeWords.of(next++, length);
      }
      next <<= 1;
      length++;
    }
    return words;
  }
}
