package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockCellsTest {
  private final Canvas canvas = new Canvas(TestPicture.WIDTH, TestPicture.HEIGHT);
  private final ClockCells cells = new ClockCells(canvas);

  @Test
  void timeReadFromCanvasIsTheTimeShown() {
    Random random = new Random(48);
    for (int i = 0; i < 50; i++) {
      long unixMs = random.nextLong() >>> 16;
      cells.show(unixMs);
      assertThat(read(canvas.planes())).isEqualTo(unixMs);
    }
  }

  @Test
  void oneWrongCellIsNoticed() {
    cells.show(1_795_352_400_123L);
    canvas.box(ClockCells.X + 5 * ClockCells.CELL, ClockCells.Y, 32, 32, Ink.WHITE);
    assertThat(read(canvas.planes())).isEqualTo(-1);
  }

  @Test
  void checkValueIsTheNamedCrc() {
    assertThat(crc16("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x29B1);
    assertThat(ClockCells.crc16(1_795_352_400_123L))
        .isEqualTo(crc16(timeBytes(1_795_352_400_123L)));
  }

  /// Reads the cells as the class comment tells a browser to.
  ///
  /// @return Unix time in ms, -1 if the check value is wrong
  static long read(Planes planes) {
    long bits = 0;
    for (int i = 0; i < 64; i++) {
      int x = 144 + 32 * (i % 32);
      int y = 640 + 32 * (i / 32);
      int luma = planes.luma()[y * planes.width() + x] & 0xFF;
      bits = bits << 1 | (luma > 126 ? 1 : 0);
    }
    long unixMs = bits >>> 16;
    return crc16(timeBytes(unixMs)) == (bits & 0xFFFF) ? unixMs : -1;
  }

  private static byte[] timeBytes(long unixMs) {
    return Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(unixMs).array(), 2, 8);
  }

  private static int crc16(byte[] bytes) {
    int crc = 0xFFFF;
    for (byte value : bytes) {
      crc ^= (value & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
    }
    return crc & 0xFFFF;
  }
}
