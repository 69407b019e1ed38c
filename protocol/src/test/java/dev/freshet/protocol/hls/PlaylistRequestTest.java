package dev.freshet.protocol.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.hls.PlaylistRequest.Invalid;
import dev.freshet.protocol.hls.PlaylistRequest.Newest;
import dev.freshet.protocol.hls.PlaylistRequest.Reload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistRequestTest {

  @Test
  void asksForTheNewestWithoutDirectives() {
    assertThat(PlaylistRequest.of(null)).isEqualTo(new Newest(false));
    assertThat(PlaylistRequest.of("")).isEqualTo(new Newest(false));
    assertThat(PlaylistRequest.of("token=_HLS_msn=3&x")).isEqualTo(new Newest(false));
  }

  @ParameterizedTest
  @CsvSource({
    "_HLS_msn=7, 7, -1, false",
    "_HLS_msn=7&_HLS_part=0, 7, 0, false",
    "_HLS_part=3&_HLS_msn=007, 7, 3, false",
    "a=b&_HLS_msn=9223372036854775807&&_HLS_skip=YES&c, 9223372036854775807, -1, true",
    "_HLS_skip=v2&_HLS_msn=0&_HLS_part=2147483647, 0, 2147483647, true",
  })
  void waitsForASegmentOrAPart(String query, long number, int part, boolean skip) {
    assertThat(PlaylistRequest.of(query)).isEqualTo(new Reload(number, part, skip));
  }

  @ParameterizedTest
  @CsvSource({
    "_HLS_skip=YES, true",
    "_HLS_skip=v2, true",
    "_HLS_skip=no, false",
    "_HLS_skip, false",
    "_HLS_later=1, false"
  })
  void takesADeltaUpdateWithoutWaiting(String query, boolean skip) {
    assertThat(PlaylistRequest.of(query)).isEqualTo(new Newest(skip));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_HLS_part=1 | _HLS_part: without _HLS_msn (expected: both)",
        "_HLS_msn= | _HLS_msn: '' (expected: a decimal integer)",
        "_HLS_msn | _HLS_msn: '' (expected: a decimal integer)",
        "_HLS_msn=-1 | _HLS_msn: '-1' (expected: a decimal integer)",
        "_HLS_msn=+1 | _HLS_msn: '+1' (expected: a decimal integer)",
        "_HLS_msn=1.5 | _HLS_msn: '1.5' (expected: a decimal integer)",
        "_HLS_msn=%31 | _HLS_msn: '%31' (expected: a decimal integer)",
        "_HLS_msn=\u0661 | _HLS_msn: '\u0661' (expected: a decimal integer)",
        "_HLS_msn=9223372036854775808 | _HLS_msn: 9223372036854775808 (expected: <="
            + " 9223372036854775807)",
        "_HLS_msn=1&_HLS_part=2147483648 | _HLS_part: 2147483648 (expected: <= 2147483647)",
        "_HLS_msn=1&_HLS_part=x | _HLS_part: 'x' (expected: a decimal integer)",
        "_HLS_msn=1&_HLS_msn=1 | _HLS_msn: twice (expected: once)",
        "_HLS_skip=YES&_HLS_skip=YES | _HLS_skip: twice (expected: once)"
      })
  void refusesWhatMakesNoSense(String query, String reason) {
    assertThat(PlaylistRequest.of(query)).isEqualTo(new Invalid(reason));
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 100_000})
  void showsOnlyTheBeginningOfALongValue(int digits) {
    PlaylistRequest request = PlaylistRequest.of("_HLS_msn=" + "9".repeat(digits));
    assertThat(request).isInstanceOf(Invalid.class);
    assertThat(((Invalid) request).reason()).hasSizeLessThan(100);
  }
}
