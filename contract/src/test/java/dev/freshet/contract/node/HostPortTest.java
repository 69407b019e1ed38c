package dev.freshet.contract.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "':1935', '', 1935",
    "'127.0.0.1:8090', 127.0.0.1, 8090",
    "'[::1]:1935', ::1, 1935",
    "'[::]:0', ::, 0",
    "'live.example.com:443', live.example.com, 443"
  })
  void readsWhatPeopleWriteAndWritesItAgain(String text, String host, int port) {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1935",
        "::1:1935",
        ":",
        ":65536",
        ":-1",
        "a b:1",
        "[x]:1",
        "http://x:1",
        ":1935x"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(HostPort.parse(text)).isNull();
  }

  @Test
  void emptyHostIsAnyAddress() {
    assertThat(new HostPort("", 1).anyAddress()).isTrue();
  }
}
