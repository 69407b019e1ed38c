package dev.freshet.node.playback.segments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortNumberTest {
  private static final long LAST_SHORT = (1L << 31) - 1;

  @ParameterizedTest
  @ValueSource(longs = {0, 7, LAST_SHORT, LAST_SHORT + 1, 17_953_908_710L, 20_000_000_000L})
  void whatIsNearIsFoundAgain(long number) {
    for (long newest = Math.max(0, number - 100); newest < number + 100; newest++) {
      assertThat(ShortNumber.full(ShortNumber.of(number), newest)).isEqualTo(number);
      assertThat(ShortNumber.full(number, newest)).isEqualTo(number);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7 << 3, (9L << 31) - 3})
  void aPlayerThatCountsPastTheLastOneGetsWhatItMeant(long start) {
    for (int i = 0; i < 10; i++) {
      assertThat(ShortNumber.full(ShortNumber.of(start) + i, start)).isEqualTo(start + i);
    }
  }
}
