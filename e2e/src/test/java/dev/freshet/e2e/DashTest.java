package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  /// RTMP has whole milliseconds, each rounded.
  private static final int MOST_MS_OFF = 1;

  @AutoClose private final Children children = new Children();
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  /// ffmpeg never takes a live stream for ended: it would ask for its last segment again and again,
  /// so it is told to stop before.
  @ParameterizedTest
  @EnumSource(
      names = {"H264_AAC", "H264_OPUS", "HEVC_AAC", "HEVC_OPUS", "AV1_AAC", "AV1_OPUS", "VP9_OPUS"})
  void everyFrameArrivesOnceAndUnchanged(Clip clip, FreshetProcess freshet) {
    String stream = "dash/" + clip.name().toLowerCase(Locale.ROOT);
    String url = freshet.http("/" + stream + ".mpd?format=fmp4");
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, "-read_intervals", "%+4.5").awaitRequest();
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    Recording played = player.awaitRecording(PLAYED);
    Recording pushed = clip.recordingInMp4();
    assertThat(played).hasTracksOf(clip).hasMonotonicTimes().startsAtKeyframe();
    assertThat(played).agreesWith(pushed, 100).hasTimesOf(pushed, MOST_MS_OFF);
    assertThat(played.hashes("video").getFirst()).isEqualTo(pushed.hashes("video").getFirst());
  }

  @ParameterizedTest
  @EnumSource(names = {"H264_AAC", "HEVC_OPUS", "AV1_AAC", "AV1_OPUS"})
  void countedSegmentsHoldEveryFrameOnceAndUnchanged(Clip clip, FreshetProcess freshet)
      throws Exception {
    String stream = "dash/counted-" + clip.name().toLowerCase(Locale.ROOT);
    Path folder = children.folder("counted");
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    String text = get(freshet.http("/" + stream + ".mpd?format=ll")).body();
    String base = freshet.http(find(text, "<BaseURL>(.*)</BaseURL>"));
    for (String track : List.of("t0", "t1")) {
      download(base, text, track, folder.resolve(track));
    }
    Recording pushed = clip.recordingInMp4();
    assertThat(Ffmpeg.read(folder.resolve("t0")))
        .isAllOf(pushed.only("video"))
        .hasTimesOf(pushed.only("video"), MOST_MS_OFF);
    assertThat(Ffmpeg.read(folder.resolve("t1")))
        .isAllOf(pushed.only("audio"))
        .hasTimesOf(pushed.only("audio"), MOST_MS_OFF);
  }

  /// As a player does that counts: each segment as it grows, until there is none.
  private void download(String base, String text, String track, Path file)
      throws IOException, InterruptedException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes(get(base + find(text, "(" + track + "-[0-9a-f]{16}[.]mp4)"))));
      long number = Long.parseLong(find(text, "startNumber=\"(\\d+)\""));
      HttpResponse<String> segment = get(base + track + "-" + number + ".m4s");
      while (segment.statusCode() == 200) {
        out.write(bytes(segment));
        segment = get(base + track + "-" + ++number + ".m4s");
      }
    }
  }

  private static byte[] bytes(HttpResponse<String> answer) {
    return answer.body().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// It counts in whole seconds, and takes its place anew from the clock while the stream is about
  /// as young as what it offers.
  @ParameterizedTest
  @EnumSource(names = {"H264_AAC", "HEVC_OPUS", "AV1_OPUS"})
  void ffmpegCountsSegmentsOnceTheStreamGoesOn(Clip clip, FreshetProcess freshet) {
    String stream = "dash/later-" + clip.name().toLowerCase(Locale.ROOT);
    AdminApi admin = freshet.admin();
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    await().atMost(PLAYED).until(() -> admin.frames(stream) > 150); // about two seconds
    String url = freshet.http("/" + stream + ".mpd?format=ll");
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, "-read_intervals", "%+1.9");
    Recording played = player.awaitRecording(PLAYED);
    Recording pushed = clip.recordingInMp4();
    assertThat(played).hasTracksOf(clip).hasMonotonicTimes().startsAtKeyframe();
    assertThat(played).agreesWith(pushed, 20).hasTimesOf(pushed, MOST_MS_OFF);
  }

  @Test
  void aSegmentIsSentAsItGrowsAndIsNotThereBeforeItsTime(FreshetProcess freshet) throws Exception {
    ChildProcess push =
        Ffmpeg.V8.pushForever(children, Clip.H264_AAC, freshet.rtmp("dash/growing"));
    String text = get(freshet.http("/dash/growing.mpd?format=ll")).body();
    assertThat(text).contains("availabilityTimeComplete=\"false\"");
    String base = freshet.http(find(text, "<BaseURL>(.*)</BaseURL>"));
    long number = Long.parseLong(find(text, "startNumber=\"(\\d+)\""));
    HttpResponse<String> growing = get(base + "t0-" + (number + 2) + ".m4s");
    assertThat(growing.statusCode()).isEqualTo(200);
    assertThat(growing.headers().firstValue("content-length")).isEmpty();
    HttpResponse<String> whole = get(base + "t0-" + (number + 2) + ".m4s");
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
