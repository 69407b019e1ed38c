package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "serve --help", "check --help"})
  void helpIsThereAndIsNoFailure(String line) {
    assertThat(Main.execute(line.split(" "))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "serve --port 1",
        "serve --set",
        "check --set drainTimeout=soon",
        "serve --config /nonexistent.yaml"
      })
  void wrongUsageIsTwo(String line) {
    assertThat(Main.execute(line.split(" "))).isEqualTo(2);
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(Main.execute()).isEqualTo(2);
  }
}
