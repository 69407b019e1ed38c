package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.FlvTags;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Encoders that have been running for hours or weeks: timestamps that need four bytes, and those
/// that wrap. 16774 s crosses 0xFFFFFF ms within the clip, 20000 s begins beyond it, and 2147480 s
/// crosses 2^31 ms, where FLV's timestamps wrap.
@ExtendWith(Freshet.class)
class LongTimestampsTest {
  @AutoClose private final Children children = new Children();

  /// ffmpeg repeats the extended timestamp on each type 3 chunk.
  @ParameterizedTest
  @ValueSource(longs = {16_774, 20_000, 2_147_480})
  void takesThemFromFfmpeg(long offsetSeconds, FreshetProcess freshet) {
    String stream = "timestamps/ffmpeg-" + offsetSeconds;
    Viewers viewers = Viewers.join(children, freshet, stream);
    Ffmpeg.V8.push(
        children,
        Clip.H264_AAC,
        freshet.rtmp(stream),
        "-output_ts_offset",
        Long.toString(offsetSeconds));
    check(viewers);
  }

  /// Older librtmps do not; newer ones do.
  @ParameterizedTest
  @CsvSource({"16774, false", "16774, true", "20000, false", "2147480, false"})
  void takesThemInBothDialects(long offsetSeconds, boolean repeats, FreshetProcess freshet)
      throws Exception {
    String stream = "timestamps/dialect-" + offsetSeconds + "-" + repeats;
    Path shifted = children.folder("shifted").resolve("clip.flv");
    Ffmpeg.V8.remux(children, Clip.H264_AAC, shifted, "-output_ts_offset", "" + offsetSeconds);
    Viewers viewers = Viewers.join(children, freshet, stream);
    try (RawPeer publisher = RawPeer.connect(children, "127.0.0.1", freshet.port("rtmp"))) {
      publisher.publish("timestamps", stream.substring(11)).media(FlvTags.of(shifted), repeats);
    }
    check(viewers);
  }

  private static void check(Viewers viewers) {
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording)
                .as(protocol)
                .hasTracksOf(Clip.H264_AAC)
                .hasMonotonicTimes()
                .isAllOf(Clip.H264_AAC.recording()));
  }
}
