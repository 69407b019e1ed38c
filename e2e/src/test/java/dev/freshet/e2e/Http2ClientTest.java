package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Certificate;
import dev.freshet.e2e.client.Curl;
import dev.freshet.e2e.client.Curl.Answer;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// curl asks over HTTP/2 and TLS 1.3 for all that the media port serves.
class Http2ClientTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose private final Children children = new Children();
  private final Path folder = children.folder("http2");
  private final FreshetProcess freshet = start();
  private final Curl http2 = new Curl(children, "--http2", "--tlsv1.3");
  private final Curl http1 = new Curl(children, "--http1.1");

  @Test
  void flvPlaysOverHttp2() {
    Path file = folder.resolve("played.flv");
    ChildProcess player = http2.download(url("/h2/flv.flv"), file);
    player.awaitLine(SOON, said -> said.contains("GET /h2/flv.flv"));
    Ffmpeg.V8.push(children, Clip.H264_AAC, freshet.rtmp("h2/flv"));
    player.awaitSuccess(SOON);
    assertThat(player.output()).contains("HTTP/2 200", "TLSv1.3");
    assertThat(Ffmpeg.read(file)).hasMonotonicTimes().isAllOf(Clip.H264_AAC.recording());
  }

  @Test
  void playlistsAndSegmentsAreServedOverHttp2() {
    Ffmpeg.V8.pushForever(children, Clip.H264_AAC, freshet.rtmp("h2/hls"));
    Answer first = http2.get(url("/h2/hls.m3u8?format=ll"));
    assertThat(first.status()).isEqualTo("HTTP/2 200");
    assertThat(first.header("access-control-allow-origin")).isEqualTo("*");
    String playlist = url("/h2/" + find(first.body(), "(?m)^(hls/s/.*t0\\.ll\\.m3u8)$"));
    String text = http2.get(playlist).body();
    long number = Long.parseLong(find(text, "MEDIA-SEQUENCE:(\\d+)"));
    long listed = Pattern.compile("#EXTINF").matcher(text).results().count();
    long next = number + listed + 1;
    String blocked = http2.get(playlist + "?_HLS_msn=" + next + "&_HLS_part=0").body();
    assertThat(blocked).contains("-" + next + ".0.m4s");
    assertThat(http2.get(playlist, "--compressed").header("content-encoding")).isEqualTo("gzip");
    checkSegment(playlist.replaceFirst("t0\\.ll\\.m3u8$", "t0-" + (number + 1) + ".m4s"));
  }

  private void checkSegment(String url) {
    Answer whole = http2.get(url);
    assertThat(whole.header("cache-control")).contains("immutable");
    String tag = whole.header("etag");
    assertThat(http2.get(url, "-H", "If-None-Match: " + tag).status()).isEqualTo("HTTP/2 304");
    Answer head = http2.get(url, "--head");
    assertThat(head.header("content-length")).isEqualTo(whole.header("content-length"));
    Answer part = http2.get(url, "-r", "0-99");
    assertThat(part.status()).isEqualTo("HTTP/2 206");
    assertThat(part.header("content-range"))
        .isEqualTo("bytes 0-99/" + whole.header("content-length"));
    assertThat(http2.get(url, "-r", "99999999-").status()).isEqualTo("HTTP/2 416");
  }

  @Test
  void headersThatAreTooLargeAreRefused() {
    String large = "X-Large: " + "x".repeat(20_000);
    Answer refused = http1.get(url("/h2/none.flv"), "-H", large);
    assertThat(refused.status()).isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
    assertThat(refused.body()).contains("urn:freshet:problem:limit");
    assertThat(http2.get(url("/h2/none.flv"), "-H", large).status()).startsWith("HTTP/2 431");
  }

  @Test
  void aRenewedCertificateIsShownOverRtmpsAndHttpsWithoutARestart() {
    String before = Certificate.shownBy(children, freshet.port("rtmps"));
    Certificate.make(children, folder);
    for (String port : List.of("rtmps", "https")) {
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> !Certificate.shownBy(children, freshet.port(port)).equals(before));
    }
    Path file = folder.resolve("after.flv");
    ChildProcess player = http2.download(url("/h2/renewed.flv"), file);
    player.awaitLine(SOON, said -> said.contains("GET /h2/renewed.flv"));
    Ffmpeg.V8.push(children, Clip.H264_AAC, freshet.address("rtmps") + "/h2/renewed");
    player.awaitSuccess(SOON);
    assertThat(Ffmpeg.read(file)).isAllOf(Clip.H264_AAC.recording());
  }

  private FreshetProcess start() {
    Certificate.make(children, folder);
    List<String> settings = new ArrayList<>();
    settings.add("services.default.grace=1s");
    settings.add("services.default.waitForPublisher=30s");
    settings.add("listen.rtmps=127.0.0.1:0");
    settings.add("listen.https=127.0.0.1:0");
    settings.add("tls.certificate=" + Certificate.chain(folder));
    settings.add("tls.key=" + Certificate.key(folder));
    return FreshetProcess.start(children, settings.toArray(String[]::new));
  }

  private String url(String path) {
    return freshet.address("https") + path;
  }

  private static String find(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
