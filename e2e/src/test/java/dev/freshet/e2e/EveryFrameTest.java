package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever ffmpeg pushes, ffprobe reads it by every protocol: the same tracks, times that do not
/// fall, and every frame from the join on, byte for byte.
@ExtendWith(Freshet.class)
class EveryFrameTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private final Children children = new Children();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEAVY")
  void whoWaitsForThePublisherReceivesEveryFrame(Clip clip, FreshetProcess freshet) {
    String stream = "every/first-" + clip.name();
    Viewers viewers = Viewers.join(children, freshet, stream);
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording)
                .as("%s by %s", clip, protocol)
                .hasTracksOf(clip)
                .hasMonotonicTimes()
                .isAllOf(clip.recording()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEAVY")
  void whoJoinsLaterReceivesEveryFrameFromAnEntryPointOn(Clip clip, FreshetProcess freshet) {
    String stream = "every/later-" + clip.name();
    AdminApi admin = freshet.admin();
    Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    await().atMost(SOON).until(() -> admin.frames(stream) > 60);
    Viewers viewers = Viewers.join(children, freshet, stream);
    await().atMost(SOON).until(() -> admin.viewers(stream) == 3);
    int framesWhenAllHadJoined = admin.frames(stream);
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording)
                .as("%s by %s", clip, protocol)
                .hasTracksOf(clip)
                .hasMonotonicTimes()
                .startsInside(clip.recording(), framesWhenAllHadJoined));
  }
}
