package dev.freshet.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpDateTest {
  @Test
  void isWrittenAsRfc9110Wants() {
    HttpDate dates = new HttpDate();
    assertThat(dates.at(784_111_777_123L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(dates.at(784_111_777_999L)).isSameAs(dates.at(784_111_777_000L));
    assertThat(dates.at(784_111_778_000L)).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
  }
}
