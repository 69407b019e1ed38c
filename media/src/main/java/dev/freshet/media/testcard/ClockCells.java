package dev.freshet.media.testcard;

/// The clock of the test picture that programs read: 64 cells, black for 0 and white for 1, which a
/// browser test reads from a canvas to measure the delay from end to end. Owned by one
/// [TestPicture].
///
/// In the picture of 1280x720 there are two rows of 32 cells of 32x32 samples. The first row's top
/// left corner is at (128, 624), so the middle of cell `i` (0 to 63) is at `x = 144 + 32 * (i %
/// 32)` and `y = 640 + 32 * floor(i / 32)`; in a picture drawn at another size both are multiplied
/// by `width / 1280` and `height / 720`. A cell is 1 where the middle is brighter than half of full
/// white; black is 16 and white 235 in luma, which is 0 and 255 in RGB.
///
/// Cells 0 to 47 are the picture's wall-clock time, Unix milliseconds, most significant bit first.
/// Cells 48 to 63 are a check value over them, most significant bit first: the CRC-16 with
/// polynomial 0x1021, start value 0xFFFF, no reflection and no final inversion, of the 6 bytes of
/// the time, high byte first (of the bytes of "123456789" it is 0x29B1). A picture whose check
/// value does not match was read in the wrong place, or is not this one.
public final class ClockCells {
  static final int X = 128;
  static final int Y = 624;
  static final int CELL = 32;
  static final int COLUMNS = 32;
  static final int ROWS = 2;

  private static final int TIME_BITS = 48;

  private final Canvas canvas;

  ClockCells(Canvas canvas) {
    this.canvas = canvas;
  }

  /// Shows a time.
  void show(long unixMs) {
    long cells = unixMs << 16 | crc16(unixMs);
    for (int i = 0; i < COLUMNS * ROWS; i++) {
      boolean one = (cells >>> 63 - i & 1) == 1;
      int x = X + CELL * (i % COLUMNS);
      int y = Y + CELL * (i / COLUMNS);
      canvas.box(x, y, CELL, CELL, one ? Ink.WHITE : Ink.BLACK);
    }
  }

  /// The check value of the low 48 bits of a time.
  static int crc16(long unixMs) {
    int crc = 0xFFFF;
    for (int i = TIME_BITS - 1; i >= 0; i--) {
      boolean feedback = ((crc >> 15 ^ unixMs >> i) & 1) == 1;
      crc = crc << 1 & 0xFFFF ^ (feedback ? 0x1021 : 0);
    }
    return crc;
  }
}
