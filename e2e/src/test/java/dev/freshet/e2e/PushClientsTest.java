package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.Gstreamer;
import dev.freshet.e2e.client.Obs;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Other programs than ffmpeg push, and viewers get what they pushed.
@ExtendWith(Freshet.class)
class PushClientsTest {
  @AutoClose private final Children children = new Children();

  @Test
  void gstreamerPushes(FreshetProcess freshet) {
    String stream = "push/gstreamer";
    Path copy = children.folder("gstreamer").resolve("pushed.flv");
    Viewers viewers = Viewers.join(children, freshet, stream);
    Gstreamer.push(children, freshet.rtmp(stream), copy).awaitSuccess(Duration.ofSeconds(40));
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording).as(protocol).hasMonotonicTimes().isAllOf(Ffmpeg.read(copy)));
  }

  @Test
  void obsPushes(FreshetProcess freshet) {
    String stream = "push/obs";
    AdminApi admin = freshet.admin();
    Obs obs = Obs.start(children, Clip.H264_AAC, freshet.rtmp("push"), "obs");
    Viewers viewers = Viewers.join(children, freshet, stream);
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.frames(stream) > 400);
    obs.stop();
    Recording pushed = Ffmpeg.read(obs.recording()).withoutLastPacket();
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) -> {
          assertThat(recording).as(protocol).hasMonotonicTimes().startsAtKeyframe();
          // OBS puts an SEI message of its own before the first picture of each output
          assertThat(recording.withoutFirstPicture()).as(protocol).agreesWith(pushed, 75);
        });
  }
}
