package dev.freshet.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-, 0, 99",
    "bytes=10-19, 10, 19",
    "bytes=10-1000, 10, 99",
    "bytes=99-, 99, 99",
    "bytes=-1, 99, 99",
    "bytes=-100, 0, 99",
    "bytes=-5000, 0, 99",
    "BYTES=5-6, 5, 6",
    "bytes= 5-6 , 5, 6",
    "bytes=5-99999999999999999999999, 5, 99",
    "bytes=-99999999999999999999999, 0, 99"
  })
  void asksForAPart(String header, int first, int last) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange.Part(first, last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
  void asksForWhatIsNotThere(String header) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange.Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=-1", "bytes=0-0"})
  void findsNothingInAnEmptyBody(String header) {
    assertThat(ByteRange.of(header, 0)).isEqualTo(new ByteRange.Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5",
        "bytes=6-5",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=1 -2",
        "bytes=0-1,5-6",
        "bytes=0-1, -1",
        "seconds=0-1",
        "lines 0-1"
      })
  void ignoresWhatItDoesNotKnow(String header) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange.Whole());
  }
}
