package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ffmpeg plays over HLS and DASH what encoders and networks do to a stream: every frame once, in
/// order, unchanged where the format does not wrap it otherwise, at its time.
@ExtendWith(Freshet.class)
@Settings({"services.default.grace=5s", "services.default.waitForPublisher=30s"})
class HardStreamsTest {
  private static final Duration PLAYED = Duration.ofSeconds(90);

  /// RTMP counts ms, and so does the comparison.
  private static final int ROUNDED_MS = 2;

  @AutoClose private final Children children = new Children();

  /// 0.1 s to 10 s apart, with B-frames.
  @Test
  void keyframesThatComeAsTheyLike(FreshetProcess freshet) {
    Path file = children.folder("keyframes").resolve("clip.flv");
    children.start(irregular(file)).awaitSuccess(Duration.ofSeconds(60));
    String dash = freshet.http("/hard/keyframes.mpd?format=fmp4");
    Ffmpeg.Reader dashPlayer = Ffmpeg.V8.read(children, dash, "-read_intervals", "%+9");
    check(file, "keyframes", freshet, "fmp4", "ll", "ts");
    assertThat(dashPlayer.awaitRecording(PLAYED))
        .hasMonotonicTimes()
        .startsAtKeyframe()
        .agreesWith(Ffmpeg.read(file), 200);
  }

  /// Pictures for three seconds, or sound for two.
  @ParameterizedTest
  @CsvSource({"pictures, -bsf:v, 25, 99", "sound, -bsf:a, 60, 160"})
  void aTrackThatStopsForAWhile(
      String what, String filter, int from, int to, FreshetProcess freshet) {
    Path file = children.folder("stops").resolve("clip.flv");
    String dropped = "noise=drop=between(n\\," + from + "\\," + to + ")";
    Ffmpeg.V8.remux(children, Clip.H264_AAC, file, filter, dropped);
    check(file, "stops-" + what, freshet, "fmp4", "ts");
  }

  /// 26.5 h: where the clock of MPEG-TS wraps.
  @Test
  void timesThatBeginFarFromZero(FreshetProcess freshet) {
    Path file = children.folder("late").resolve("clip.flv");
    Ffmpeg.V8.remux(children, Clip.H264_AAC, file, "-output_ts_offset", "95440");
    check(file, "late", freshet, "fmp4", "ts");
  }

  @Test
  void aPublisherThatComesBackWithAnotherPicture(FreshetProcess freshet) {
    String stream = "hard/back";
    Ffmpeg.Reader mp4 = player(stream, "fmp4", freshet);
    Ffmpeg.Reader ts = player(stream, "ts", freshet);
    Ffmpeg.V8.push(children, Clip.H264_AAC, freshet.rtmp(stream)).awaitSuccess(PLAYED);
    Ffmpeg.V8.push(children, Clip.H264_AAC_LARGER, freshet.rtmp(stream)).awaitSuccess(PLAYED);
    Recording first = Clip.H264_AAC.recording();
    Recording second = Clip.H264_AAC_LARGER.recording();
    int pictures = first.of("video").size() + second.of("video").size();
    // ffmpeg keeps the first clock of sound, so that its times are no measure here
    assertThat(mp4.awaitRecording(PLAYED))
        .isRunOfThenAllOf(first, second, first.of("video").size());
    Recording played = ts.awaitRecording(PLAYED);
    assertThat(played).hasMonotonicTimes();
    assertThat(played.of("video")).hasSize(pictures);
  }

  private void check(Path file, String name, FreshetProcess freshet, String... formats) {
    String stream = "hard/" + name;
    Map<String, Ffmpeg.Reader> players = new LinkedHashMap<>();
    for (String format : formats) {
      players.put(format, player(stream, format, freshet));
    }
    Ffmpeg.V8.push(children, file, freshet.rtmp(stream));
    Recording pushed = Ffmpeg.read(file);
    players.forEach((format, player) -> {
      Recording played = player.awaitRecording(PLAYED);
      assertThat(played).as("%s as %s", name, format).hasMonotonicTimes();
      assertThat(played).as("%s as %s", name, format).hasTimesOf(pushed, ROUNDED_MS);
      assertThat(played.of("video")).as("%s as %s", name, format).hasSameSizeAs(pushed.of("video"));
      if (!format.equals("ts")) {
        assertThat(played).as("%s as %s", name, format).isAllOf(pushed);
      }
    });
  }

  private Ffmpeg.Reader player(String stream, String format, FreshetProcess freshet) {
    String url = freshet.http("/" + stream + ".m3u8?format=" + format);
    return Ffmpeg.V8.read(children, url, "-live_start_index", "0").awaitRequest();
  }

  private static List<String> irregular(Path file) {
    String options =
        "-v error -nostdin -f lavfi -i testsrc2=size=320x180:rate=25:duration=15"
            + " -f lavfi -i sine=frequency=440:sample_rate=48000:duration=15"
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -bf 2 -g 1000 -sc_threshold 0"
            + " -force_key_frames 0,1,1.12,1.4,2.4,12.4,13 -c:a aac -f flv";
    List<String> command = new ArrayList<>(List.of(Ffmpeg.V8.ffmpeg()));
    command.addAll(List.of(options.split(" ")));
    command.add(file.toString());
    return command;
  }
}
