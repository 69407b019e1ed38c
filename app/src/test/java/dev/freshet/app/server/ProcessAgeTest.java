package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessAgeTest {
  private static final String STAT =
      "868 (a (odd) name) S 1 868 868 0 -1 4194560 30 0 0 0 1 2 0 0 20 0 5 0 4816200 2254";

  @Test
  void isTheTimeSinceTheStartOnTheClockOfTheKernel() {
    assertThat(ProcessAge.ms(STAT, "48162.97 90000.00\n")).isEqualTo(970);
  }

  @Test
  void isNeverNegative() {
    assertThat(ProcessAge.ms(STAT, "48161.99 90000.00\n")).isZero();
  }
}
