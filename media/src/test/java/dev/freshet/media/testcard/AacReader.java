package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/// Decodes what [AacFrame] writes, slowly and by the letter of ISO 14496-3, one frame after the
/// other.
final class AacReader {
  private static final int STEP = LowMdct.STEP;

  private final Map<String, Integer> pairs = new HashMap<>();
  private final float[] tail = new float[STEP];
  private final double[] cosines = new double[8 * STEP];
  private String bits = "";
  private int position;

  AacReader() {
    for (int pair = 0; pair < 17 * 17; pair++) {
      pairs.put(EscapeCodebookTest.word(pair / 17, pair % 17, true), pair);
    }
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / cosines.length);
    }
  }

  /// The samples of both channels, which are equal.
  float[] decode(ByteBuf frame) {
    StringBuilder text = new StringBuilder();
    for (int i = frame.readerIndex(); i < frame.writerIndex(); i++) {
      text.append(Integer.toBinaryString(0x100 | frame.getUnsignedByte(i)).substring(1));
    }
    bits = text.toString();
    position = 0;
    float[] samples = synthesize(readSpectrum());
    assertThat(read(3)).as("ID_END").isEqualTo(7);
    assertThat(bits.length() - position).as("bits left").isLessThan(8);
    return samples;
  }

  private double[] readSpectrum() {
    assertThat(read(3)).as("ID_CPE").isEqualTo(1);
    assertThat(read(4 + 1)).as("instance tag 0, common window").isEqualTo(1);
    assertThat(read(1 + 2 + 1 + 6 + 1)).as("long sine window, 17 bands").isEqualTo(17 << 1);
    assertThat(read(2)).as("mean and difference everywhere").isEqualTo(2);
    int scaleFactor = read(8);
    assertThat(read(4)).as("codebook").isEqualTo(11);
    assertThat(read(5)).as("bands").isEqualTo(17);
    assertThat(read(17)).as("equal scale factors").isZero();
    assertThat(read(3)).as("tools").isZero();
    double[] spectrum = new double[LowMdct.BINS];
    for (int i = 0; i < spectrum.length; i += 2) {
      readPair(spectrum, i, Math.pow(2, (scaleFactor - 100) / 4.0));
    }
    read(8);
    assertThat(read(4 + 5)).as("17 bands of nothing").isEqualTo(17);
    assertThat(read(3)).as("tools").isZero();
    return spectrum;
  }

  private void readPair(double[] spectrum, int at, double scale) {
    int end = position + 1;
    Integer pair = pairs.get(bits.substring(position, end));
    while (pair == null) {
      end++;
      pair = pairs.get(bits.substring(position, end));
    }
    position = end;
    int first = pair / 17;
    int second = pair % 17;
    double firstSign = first > 0 && read(1) == 1 ? -1 : 1;
    double secondSign = second > 0 && read(1) == 1 ? -1 : 1;
    spectrum[at] = firstSign * scale * Math.pow(escaped(first), 4.0 / 3);
    spectrum[at + 1] = secondSign * scale * Math.pow(escaped(second), 4.0 / 3);
  }

  private int escaped(int magnitude) {
    if (magnitude < 16) {
      return magnitude;
    }
    int length = 4;
    while (read(1) == 1) {
      length++;
    }
    return (1 << length) + read(length);
  }

  private float[] synthesize(double[] spectrum) {
    float[] samples = new float[STEP];
    for (int i = 0; i < 2 * STEP; i++) {
      double sum = 0;
      for (int bin = 0; bin < spectrum.length; bin++) {
        sum += spectrum[bin] * cosines[(2 * i + 1 + STEP) * (2 * bin + 1) % cosines.length];
      }
      double value = sum / STEP * Math.sin(Math.PI * (i + 0.5) / (2 * STEP));
      if (i < STEP) {
        samples[i] = (float) (tail[i] + value);
      } else {
        tail[i - STEP] = (float) value;
      }
    }
    return samples;
  }

  private int read(int count) {
    int value = count == 0 ? 0 : Integer.parseInt(bits, position, position + count, 2);
    position += count;
    return value;
  }
}
