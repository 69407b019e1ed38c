package dev.freshet.protocol.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "1, 0.000001",
    "33333, 0.033333",
    "200000, 0.2",
    "1001000, 1.001",
    "2000000, 2.0",
    "-14500000, -14.5",
    "3600000001, 3600.000001"
  })
  void writesSecondsExactly(long us, String expected) {
    assertThat(Decimals.appendSeconds(new StringBuilder(), us)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"29970, 29.970", "60000, 60.000", "1, 0.001", "23976, 23.976"})
  void writesThousandthsWithThreeDecimals(long thousandths, String expected) {
    assertThat(Decimals.appendThousandths(new StringBuilder(), thousandths)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000Z",
    "1795348800250999, 2026-11-22T12:00:00.250Z",
    "-1, 1969-12-31T23:59:59.999Z",
    "951782399999999, 2000-02-28T23:59:59.999Z"
  })
  void writesDatesToTheMillisecond(long unixUs, String expected) {
    assertThat(Decimals.appendDateTime(new StringBuilder(), unixUs)).hasToString(expected);
  }

  @Test
  void losesNothing() {
    Seeds.check(
        Seeds.count(300),
        random -> {
          long us = random.nextLong(1L << random.nextInt(1, 50));
          String text = Decimals.appendSeconds(new StringBuilder(), us).toString();
          assertThat(new BigDecimal(text).movePointRight(6).longValueExact()).isEqualTo(us);
          String date = Decimals.appendDateTime(new StringBuilder(), us).toString();
          assertThat(Instant.parse(date).toEpochMilli()).isEqualTo(us / 1000);
        });
  }
}
