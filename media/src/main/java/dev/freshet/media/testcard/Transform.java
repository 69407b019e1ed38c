package dev.freshet.media.testcard;

/// The integer transforms of H.264 8.5. Blocks are 16 coefficients in raster order from an offset.
final class Transform {
  private Transform() {}

  /// Turns a 4x4 block of residual samples into coefficients, in place.
  static void forward(int[] block, int at) {
    for (int i = at; i < at + 16; i += 4) {
      forwardLine(block, i, 1);
    }
    for (int i = at; i < at + 4; i++) {
      forwardLine(block, i, 4);
    }
  }

  /// Turns scaled coefficients into residual samples, in place (8.5.12.2).
  static void inverse(int[] block, int at) {
    for (int i = at; i < at + 16; i += 4) {
      inverseLine(block, i, 1);
    }
    for (int i = at; i < at + 4; i++) {
      inverseLine(block, i, 4);
    }
    for (int i = at; i < at + 16; i++) {
      block[i] = block[i] + 32 >> 6;
    }
  }

  /// The Hadamard transform of 4x4 values, in place; its own inverse up to a factor of 16.
  static void hadamard4x4(int[] block) {
    for (int i = 0; i < 16; i += 4) {
      hadamardLine(block, i, 1);
    }
    for (int i = 0; i < 4; i++) {
      hadamardLine(block, i, 4);
    }
  }

  /// The Hadamard transform of 2x2 values, in place; its own inverse up to a factor of 4.
  static void hadamard2x2(int[] block) {
    int a = block[0];
    int b = block[1];
    int c = block[2];
    int d = block[3];
    block[0] = a + b + c + d;
    block[1] = a - b + c - d;
    block[2] = a + b - c - d;
    block[3] = a - b - c + d;
  }

  private static void forwardLine(int[] block, int at, int step) {
    int outer = block[at] + block[at + 3 * step];
    int inner = block[at + step] + block[at + 2 * step];
    int outerDifference = block[at] - block[at + 3 * step];
    int innerDifference = block[at + step] - block[at + 2 * step];
    block[at] = outer + inner;
    block[at + step] = 2 * outerDifference + innerDifference;
    block[at + 2 * step] = outer - inner;
    block[at + 3 * step] = outerDifference - 2 * innerDifference;
  }

  private static void inverseLine(int[] block, int at, int step) {
    int e = block[at] + block[at + 2 * step];
    int f = block[at] - block[at + 2 * step];
    int g = (block[at + step] >> 1) - block[at + 3 * step];
    int h = block[at + step] + (block[at + 3 * step] >> 1);
    block[at] = e + h;
    block[at + step] = f + g;
    block[at + 2 * step] = f - g;
    block[at + 3 * step] = e - h;
  }

  private static void hadamardLine(int[] block, int at, int step) {
    int e = block[at] + block[at + step];
    int f = block[at] - block[at + step];
    int g = block[at + 2 * step] + block[at + 3 * step];
    int h = block[at + 2 * step] - block[at + 3 * step];
    block[at] = e + g;
    block[at + step] = e - g;
    block[at + 2 * step] = f - h;
    block[at + 3 * step] = f + h;
  }
}
