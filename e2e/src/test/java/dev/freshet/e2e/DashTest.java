package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// ffmpeg's DASH demuxer plays what is pushed, and segments are there when the manifest says so.
@ExtendWith(Freshet.class)
class DashTest {
  private static final Duration PLAYED = Duration.ofSeconds(60);

  @AutoClose private final Children children = new Children();
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  /// ffmpeg never takes a live stream for ended, and would ask for its last segment again.
  @ParameterizedTest
  @EnumSource(names = {"H264_AAC", "HEVC_AAC"})
  void everyFrameArrivesOnceAndUnchanged(Clip clip, FreshetProcess freshet) {
    String stream = "dash/" + clip.name().toLowerCase(Locale.ROOT);
    String url = freshet.http("/" + stream + ".mpd?format=fmp4");
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, "-read_intervals", "%+4.5").awaitRequest();
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    Recording played = player.awaitRecording(PLAYED);
    Recording pushed = clip.recording();
    assertThat(played).hasTracksOf(clip).hasMonotonicTimes().startsAtKeyframe();
    assertThat(played).agreesWith(pushed, 100);
    assertThat(played.hashes("video").getFirst()).isEqualTo(pushed.hashes("video").getFirst());
  }

  @Test
  void aSegmentIsSentAsItGrowsAndIsNotThereBeforeItsTime(FreshetProcess freshet) throws Exception {
    ChildProcess push =
        Ffmpeg.V8.pushForever(children, Clip.H264_AAC, freshet.rtmp("dash/growing"));
    String text = get(freshet.http("/dash/growing.mpd?format=ll")).body();
    assertThat(text).contains("availabilityTimeComplete=\"false\"");
    String base = freshet.http("/dash/" + find(text, "<BaseURL>(.*)</BaseURL>"));
    long number = Long.parseLong(find(text, "startNumber=\"(\\d+)\""));
    HttpResponse<String> growing = get(base + "t0-" + (number + 1) + ".m4s");
    assertThat(growing.statusCode()).isEqualTo(200);
    assertThat(growing.headers().firstValue("content-length")).isEmpty();
    HttpResponse<String> whole = get(base + "t0-" + (number + 1) + ".m4s");
    assertThat(whole.headers().firstValue("content-length")).isPresent();
    assertThat(whole.body()).isEqualTo(growing.body());
    assertThat(get(base + "t0-" + (number + 40) + ".m4s").statusCode()).isEqualTo(404);
    assertThat(get(base + "live.ll.mpd").body()).doesNotContain("<BaseURL>", "<Location>");
    push.close();
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  private static String find(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
