package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// ffmpeg's HLS demuxer plays what is pushed, from the first segment to the end of the list: each
/// frame once, in order and when it was.
@ExtendWith(Freshet.class)
class HlsTest {
  private static final Duration PLAYED = Duration.ofSeconds(60);
  private static final String[] FROM_THE_FIRST = {"-live_start_index", "0"};

  /// RTMP has whole milliseconds, each rounded.
  private static final int MOST_MS_OFF = 1;

  @AutoClose private final Children children = new Children();

  @ParameterizedTest
  @CsvSource({
    "H264_AAC, fmp4",
    "H264_AAC, ll",
    "H264_OPUS, fmp4",
    "H264_OPUS, ll",
    "HEVC_AAC, fmp4",
    "HEVC_AAC, ll",
    "HEVC_OPUS, fmp4",
    "HEVC_OPUS, ll",
    "AV1_AAC, fmp4",
    "AV1_AAC, ll",
    "AV1_OPUS, fmp4",
    "AV1_OPUS, ll",
    "VP9_OPUS, fmp4"
  })
  void everyFrameArrivesOnceAndUnchangedInMp4(Clip clip, String format, FreshetProcess freshet) {
    String stream = "hls/" + clip.name().toLowerCase(Locale.ROOT) + "-" + format;
    String url = freshet.http("/" + stream + ".m3u8?format=" + format);
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, FROM_THE_FIRST).awaitRequest();
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    Recording played = player.awaitRecording(PLAYED);
    assertThat(played).hasTracksOf(clip).hasMonotonicTimes().isAllOf(clip.recordingInMp4());
    assertThat(played).hasTimesOf(clip.recordingInMp4(), MOST_MS_OFF);
  }

  /// MPEG-TS adds to frames what their format wants there, so pictures are compared when they are
  /// decoded.
  @ParameterizedTest
  @EnumSource(names = {"H264_AAC", "H264_OPUS", "HEVC_AAC", "HEVC_OPUS"})
  void everyFrameArrivesOnceInTransportStreams(Clip clip, FreshetProcess freshet) {
    String stream = "hls/" + clip.name().toLowerCase(Locale.ROOT) + "-ts";
    String url = freshet.http("/" + stream + ".m3u8?format=ts");
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, FROM_THE_FIRST).awaitRequest();
    Ffmpeg.Hasher decoder =
        Ffmpeg.V8.hashPictures(children, url, FROM_THE_FIRST).awaitSocket(PLAYED);
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    Recording played = player.awaitRecording(PLAYED);
    Recording pushed = clip.recording();
    assertThat(played).hasTracksOf(clip).hasMonotonicTimes().startsAtKeyframe();
    assertThat(played).hasTimesOf(pushed, MOST_MS_OFF);
    assertThat(played.of("video")).hasSameSizeAs(pushed.of("video"));
    assertThat(played.of("audio")).hasSameSizeAs(pushed.of("audio"));
    List<String> shown = decoder.awaitHashes(PLAYED);
    String original = clip.file().toString();
    assertThat(shown).hasSameSizeAs(pushed.of("video"));
    assertThat(shown).isEqualTo(Ffmpeg.V8.hashPictures(children, original).awaitHashes(PLAYED));
  }
}
