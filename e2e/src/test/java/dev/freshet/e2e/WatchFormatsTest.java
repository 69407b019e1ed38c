package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.bench.page.Browser;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The watch page plays segmented formats in a real browser, whatever happens to the publisher.
@ExtendWith(Freshet.class)
@Settings("services.default.grace=4s")
@Isolated(
    "a software-rendered browser beside other tests would drop frames for want of a processor")
class WatchFormatsTest {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String STATE = "window.freshet?.state ?? ''";

  @AutoClose private final Children children = new Children();

  @ParameterizedTest
  @ValueSource(strings = {"ll", "fmp4", "ts", "dash"})
  void playsEachFormat(String format, FreshetProcess freshet) throws Exception {
    String stream = "formats/each-" + format;
    Ffmpeg.SYSTEM.pushForever(children, Clip.H264_AAC, freshet.rtmp(stream));
    Browser page = open(freshet, stream, "?format=" + format);
    awaitFrames(page, 75);
    assertThat(text(page, "window.freshet.transport")).isEqualTo(format);
    assertThat(number(page, "window.freshet.stats.width")).isEqualTo(Clip.H264_AAC.width());
    assertThat(number(page, "window.freshet.stats.connections")).isEqualTo(1);
    await().atMost(SOON).until(() -> number(page, "window.freshet.delayMs ?? 0") > 0);
    assertThat(number(page, "window.freshet.delayMs")).isLessThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({"AV1_AAC, flv", "VP9_OPUS, ll", "MP3_ONLY, flv"})
  void choosesAFormatThatCarriesTheCodecs(Clip clip, String expected, FreshetProcess freshet)
      throws Exception {
    String stream = "formats/auto-" + clip;
    Ffmpeg.V8.pushForever(children, clip, freshet.rtmp(stream));
    Browser page = open(freshet, stream, "");
    await().atMost(SOON).until(() -> number(page, "window.freshet?.stats.playedMs ?? 0") > 2_000);
    assertThat(text(page, "window.freshet.transport")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"AV1_AAC, ll", "AV1_AAC, fmp4", "VP9_OPUS, fmp4"})
  void playsNewerCodecsBySegments(Clip clip, String format, FreshetProcess freshet)
      throws Exception {
    String stream = "formats/codec-" + clip + format;
    Ffmpeg.V8.pushForever(children, clip, freshet.rtmp(stream));
    Browser page = open(freshet, stream, "?format=" + format);
    awaitFrames(page, 50);
    assertThat(text(page, "window.freshet.transport")).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({"'', en, cannot play this stream", "?format=ll, zh, 请选择其他格式"})
  void saysWhichCodecABrowserDoesNotPlay(
      String query, String language, String expected, FreshetProcess freshet) throws Exception {
    String stream = "formats/hevc-" + language;
    Ffmpeg.V8.pushForever(children, Clip.HEVC_AAC, freshet.rtmp(stream));
    String separator = query.isEmpty() ? "?" : query + "&";
    Browser page = open(freshet, stream, separator + "lang=" + language);
    await().atMost(SOON).until(() -> text(page, STATE).matches("unsupported|playing"));
    if (text(page, STATE).equals("unsupported")) { // some browsers do play it
      assertThat(text(page, "document.getElementById('message').innerText"))
          .contains(expected)
          .contains("H.265");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ll, H264_AAC",
    "ll, H264_AAC_LARGER",
    "fmp4, H264_AAC_LARGER",
    "ts, H264_AAC_LARGER"
  })
  void goesOnWhenThePublisherComesBack(String format, Clip second, FreshetProcess freshet)
      throws Exception {
    String stream = "formats/returns-" + format + second;
    ChildProcess publisher =
        Ffmpeg.SYSTEM.pushForever(children, Clip.H264_AAC, freshet.rtmp(stream));
    Browser page = open(freshet, stream, "?format=" + format);
    awaitFrames(page, 50);
    publisher.signal("KILL");
    publisher.awaitExit(Duration.ofSeconds(5));
    Ffmpeg.SYSTEM.pushForever(children, second, freshet.rtmp(stream));
    await().atMost(SOON).until(() -> number(page, "window.freshet.stats.width") == second.width());
    awaitFrames(page, number(page, "window.freshet.stats.frames") + 50);
    assertThat(number(page, "window.freshet.stats.connections")).isLessThanOrEqualTo(2);
  }

  @Test
  void waitsForTheNextStreamOfTheNameAndPlaysItToEveryViewer(FreshetProcess freshet)
      throws Exception {
    String stream = "formats/next";
    Browser first = open(freshet, stream, "?format=ll");
    Browser second = open(freshet, stream, "?format=fmp4&lang=zh");
    await().atMost(SOON).until(() -> text(first, STATE).equals("offline"));
    Ffmpeg.SYSTEM.push(children, Clip.H264_AAC, freshet.rtmp(stream));
    awaitFrames(first, 25);
    awaitFrames(second, 25);
    await().atMost(SOON).until(() -> text(first, STATE).equals("offline"));
    Ffmpeg.SYSTEM.pushForever(children, Clip.H264_AAC_LARGER, freshet.rtmp(stream));
    for (Browser page : new Browser[] {first, second}) {
      await()
          .atMost(SOON)
          .until(() -> number(page, "window.freshet.stats.width") == Clip.H264_AAC_LARGER.width());
      awaitFrames(page, number(page, "window.freshet.stats.frames") + 25);
    }
  }

  private Browser open(FreshetProcess freshet, String stream, String query)
      throws IOException, InterruptedException {
    return children.own(
        Browser.open(
            Browser.program().orElseThrow(),
            children.folder("chromium"),
            freshet.http("/" + stream) + query));
  }

  private static void awaitFrames(Browser page, double frames) {
    await().atMost(SOON).until(() -> number(page, "window.freshet?.stats.frames ?? 0") >= frames);
  }

  private static double number(Browser page, String expression)
      throws IOException, InterruptedException {
    return page.evaluate(expression, ANSWER).asDouble();
  }

  private static String text(Browser page, String expression)
      throws IOException, InterruptedException {
    return page.evaluate(expression, ANSWER).asText();
  }
}
