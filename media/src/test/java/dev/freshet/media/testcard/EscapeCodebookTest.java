package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscapeCodebookTest {
  @Test
  void wordsAreThoseOfTheTable() {
    assertThat(word(0, 0)).isEqualTo("0000");
    assertThat(word(1, 1)).isEqualTo("0001" + "00");
    assertThat(word(0, 2)).isEqualTo("011001" + "0");
    assertThat(word(-15, 0)).isEqualTo("111111111101" + "1"); // 0xFFD
    assertThat(word(15, -15)).isEqualTo("111111111111" + "01"); // 0xFFF
  }

  @Test
  void largeMagnitudesEscape() {
    assertThat(word(16, -16)).isEqualTo("00100" + "01" + "00000" + "00000");
    assertThat(word(0, 47)).isEqualTo("1110001110" + "0" + "10" + "01111");
    assertThat(word(0, -8191)).isEqualTo("1110001110" + "1" + "111111110" + "111111111111");
  }

  @Test
  void codeIsCompleteAndPrefixFree() {
    List<String> words = new ArrayList<>();
    double share = 0;
    for (int pair = 0; pair < 17 * 17; pair++) {
      String word = word(pair / 17, pair % 17, true);
      words.add(word);
      share += Math.pow(2, -word.length());
    }
    assertThat(share).isEqualTo(1);
    Collections.sort(words);
    for (int i = 1; i < words.size(); i++) {
      assertThat(words.get(i)).doesNotStartWith(words.get(i - 1));
    }
  }

  /// The word of a pair of magnitudes, with signs and escapes or without.
  static String word(int first, int second, boolean bare) {
    String all = word(first, second);
    int signs = Math.min(first, 1) + Math.min(second, 1);
    int escapes = 5 * (first / 16 + second / 16);
    return bare ? all.substring(0, all.length() - signs - escapes) : all;
  }

  private static String word(int first, int second) {
    return BitWriterTest.bits(out -> EscapeCodebook.write(first, second, out));
  }
}
