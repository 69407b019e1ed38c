package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BitWriterTest {
  @Test
  void writesUnsignedExpGolombCodes() {
    assertThat(bits(out -> out.ue(0))).isEqualTo("1");
    assertThat(bits(out -> out.ue(1))).isEqualTo("010");
    assertThat(bits(out -> out.ue(2))).isEqualTo("011");
    assertThat(bits(out -> out.ue(7))).isEqualTo("0001000");
    assertThat(bits(out -> out.ue(3599))).isEqualTo("00000000000111000010000");
    assertThat(bits(out -> out.ue(65534))).isEqualTo("0".repeat(15) + "1".repeat(16));
  }

  @Test
  void writesSignedExpGolombCodes() {
    assertThat(bits(out -> out.se(0))).isEqualTo("1");
    assertThat(bits(out -> out.se(1))).isEqualTo("010");
    assertThat(bits(out -> out.se(-1))).isEqualTo("011");
    assertThat(bits(out -> out.se(2))).isEqualTo("00100");
    assertThat(bits(out -> out.se(-6))).isEqualTo("0001101");
  }

  @Test
  void keepsOrderAcrossBytesAndGrowth() {
    StringBuilder expected = new StringBuilder();
    BitWriter out = new BitWriter();
    for (int i = 0; i < 30_000; i++) {
      int count = i % 33;
      int value = count == 0 ? 0 : (i * 0x9E3779B9) >>> (32 - count);
      out.bits(value, count);
      expected.append(padded(Integer.toBinaryString(value), count));
    }
    out.trailingBits();
    assertThat(text(out)).startsWith(expected).hasSize((expected.length() / 8 + 1) * 8);
  }

  @Test
  void endsWithStopBitAndZeros() {
    assertThat(trailed("")).isEqualTo("10000000");
    assertThat(trailed("0101010")).isEqualTo("01010101");
    assertThat(trailed("01010101")).isEqualTo("0101010110000000");
  }

  /// What `write` writes, without the stop bit that follows.
  static String bits(Consumer<BitWriter> write) {
    BitWriter out = new BitWriter();
    write.accept(out);
    out.trailingBits();
    String text = text(out);
    return text.substring(0, text.lastIndexOf('1'));
  }

  private static String trailed(String bits) {
    BitWriter out = new BitWriter();
    bits.chars().forEach(bit -> out.flag(bit == '1'));
    out.trailingBits();
    return text(out);
  }

  private static String text(BitWriter out) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < out.byteCount(); i++) {
      text.append(padded(Integer.toBinaryString(out.bytes()[i] & 0xFF), 8));
    }
    return text.toString();
  }

  private static String padded(String bits, int count) {
    return count == 0 ? "" : "0".repeat(count - bits.length()) + bits;
  }
}
