package dev.freshet.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://h/live/a.flv, http, h:80, /live/a.flv?clock=1",
    "https://h/live/a.flv?k=v, https, h:443, /live/a.flv?k=v&clock=1",
    "ws://h:8080/live/a.flv, ws, h:8080, /live/a.flv?clock=1",
    "wss://h/live/a.flv?clock=0, wss, h:443, /live/a.flv?clock=0",
    "http://[::1]:8080/live/a.flv, http, [::1]:8080, /live/a.flv?clock=1",
  })
  void readsFlvAddresses(String url, String protocol, String endpoint, String target) {
    PlayUrl.Flv flv = (PlayUrl.Flv) PlayUrl.of(url, true);
    assertThat(flv.protocol()).isEqualTo(protocol);
    assertThat(flv.endpoint()).hasToString(endpoint);
    assertThat(flv.target()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({
    "rtmp://h/live/a, rtmp, rtmp://h/live/a?clock=1",
    "rtmps://h:1936/live/a?k=v, rtmps, rtmps://h:1936/live/a?k=v&clock=1",
  })
  void readsRtmpAddresses(String url, String protocol, String asked) {
    PlayUrl.Rtmp rtmp = (PlayUrl.Rtmp) PlayUrl.of(url, true);
    assertThat(rtmp.protocol()).isEqualTo(protocol);
    assertThat(rtmp.url()).hasToString(asked);
  }

  @Test
  void asksForNoClockUnlessItShould() {
    assertThat(((PlayUrl.Flv) PlayUrl.of("http://h/live/a.flv", false)).target())
        .isEqualTo("/live/a.flv");
  }

  @Test
  void namesWhatWasPerhapsMeant() {
    assertThatThrownBy(() -> PlayUrl.of("http://h/live/a.m3u8", true))
        .hasMessageContaining("expected: FLV, so a path such as /live/a.flv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "live/a.flv", "ftp://h/live/a.flv", "http:///a.flv", "rtmp://h/a"})
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> PlayUrl.of(url, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: rtmp");
  }

  @ParameterizedTest
  @CsvSource({
    "/live/b.flv?t=1, http://h:8080/live/b.flv?t=1",
    "//other/live/b.flv, http://other/live/b.flv",
    "https://other/x, https://other/x",
  })
  void followsRedirects(String location, String expected) {
    PlayUrl.Flv next =
        ((PlayUrl.Flv) PlayUrl.of("http://h:8080/live/a.flv", false)).redirected(location);
    assertThat(next.protocol() + "://" + next.endpoint().authority() + next.target())
        .isEqualTo(expected);
  }
}
