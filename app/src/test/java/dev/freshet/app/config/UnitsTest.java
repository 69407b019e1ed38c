package dev.freshet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,250",
    "10s,10000",
    "1.5s,1500",
    "0.250s,250",
    "2 m,120000",
    "1h,3600000",
    "0,0",
    "0s,0"
  })
  void readsDurations(String text, long ms) {
    assertThat(Units.durationMs(text)).isEqualTo(ms);
  }

  @ParameterizedTest
  @CsvSource({
    "64KiB,65536",
    "8MiB,8388608",
    "1.5KiB,1536",
    "1GB,1000000000",
    "12B,12",
    "0,0",
    "999999999999GiB,9223372036854775807"
  })
  void readsSizes(String text, long bytes) {
    assertThat(Units.sizeBytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.2.3s", "0.5ms", "10S", "ten s", "1e3s", "10sec"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(Units.durationMs(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "250,250ms", "1500,1500ms", "10000,10s", "120000,2m", "3600000,1h"})
  void writesTheLargestUnitWithoutAFraction(long ms, String text) {
    assertThat(Units.durationText(ms)).isEqualTo(text);
  }
}
