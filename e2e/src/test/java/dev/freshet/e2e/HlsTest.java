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
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ffmpeg's HLS demuxer plays what is pushed, from the first segment to the end of the list.
@ExtendWith(Freshet.class)
class HlsTest {
  private static final Duration PLAYED = Duration.ofSeconds(60);

  @AutoClose private final Children children = new Children();

  @ParameterizedTest
  @CsvSource({"H264_AAC, fmp4", "H264_AAC, ll", "HEVC_AAC, fmp4"})
  void everyFrameArrivesOnceAndUnchangedInMp4(Clip clip, String format, FreshetProcess freshet) {
    Recording played = play(clip, format, freshet);
    assertThat(played).hasTracksOf(clip).hasMonotonicTimes().isAllOf(clip.recording());
  }

  @Test
  void everyPictureArrivesInTransportStreams(FreshetProcess freshet) {
    Recording played = play(Clip.H264_AAC, "ts", freshet);
    assertThat(played).hasTracksOf(Clip.H264_AAC).hasMonotonicTimes().startsAtKeyframe();
    assertThat(played.of("video")).hasSameSizeAs(Clip.H264_AAC.recording().of("video"));
  }

  private Recording play(Clip clip, String format, FreshetProcess freshet) {
    String stream = "hls/" + clip.name().toLowerCase(Locale.ROOT) + "-" + format;
    String url = freshet.http("/" + stream + ".m3u8?format=" + format);
    Ffmpeg.Reader player = Ffmpeg.V8.read(children, url, "-live_start_index", "0").awaitRequest();
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    return player.awaitRecording(PLAYED);
  }
}
