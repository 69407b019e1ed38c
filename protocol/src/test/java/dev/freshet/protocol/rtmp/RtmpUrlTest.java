package dev.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpUrlTest {

  @ParameterizedTest
  @CsvSource({
    "rtmp://h/a/n, false, h, 1935, a, n, rtmp://h/a",
    "rtmps://h/a/n, true, h, 443, a, n, rtmps://h/a",
    "rtmp://h:1936/a/b/n?k=v/w, false, h, 1936, a/b, n?k=v/w, rtmp://h:1936/a/b",
    "rtmp://[::1]:1935/a/n, false, ::1, 1935, a, n, rtmp://[::1]/a",
    "rtmps://h:1936/a/n!720p, true, h, 1936, a, n!720p, rtmps://h:1936/a",
  })
  void cutsAsClientsDo(
      String text, boolean tls, String host, int port, String app, String stream, String tcUrl) {
    RtmpUrl url = RtmpUrl.of(text);
    assertThat(url).isEqualTo(new RtmpUrl(tls, host, port, app, stream));
    assertThat(url.tcUrl()).isEqualTo(tcUrl);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://h/a/n",
        "rtmp://h",
        "rtmp://h/a",
        "rtmp://h/a/",
        "rtmp:///a/n",
        "rtmp://h:0/a/n",
        "rtmp://h:65536/a/n",
        "rtmp://h:x/a/n",
        "rtmp://[::1/a/n"
      })
  void saysWhatWasExpected(String text) {
    assertThatThrownBy(() -> RtmpUrl.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "url: '" + text + "' (expected: rtmp://HOST[:PORT]/APP/NAME[?params], or rtmps://)");
  }

  @ParameterizedTest
  @CsvSource({
    "'', rtmp://h:7/a/n?k=v",
    "rtmp://other/b, rtmp://other/b/n?k=v",
    "//other:8/b, rtmp://other:8/b/n?k=v",
    "/b, rtmp://h:7/b/n?k=v",
  })
  void reconnectsWhereItIsTold(String tcUrl, String expected) {
    assertThat(RtmpUrl.of("rtmp://h:7/a/n?k=v").reconnectedTo(tcUrl)).hasToString(expected);
  }
}
