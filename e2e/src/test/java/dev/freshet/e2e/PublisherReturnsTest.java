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
import dev.freshet.e2e.program.Settings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A publisher that is lost and comes back keeps its viewers: none is disconnected, time does not
/// fall, and each gets every frame of the second push.
@ExtendWith(Freshet.class)
@Settings("services.default.grace=4s")
class PublisherReturnsTest {
  @AutoClose private final Children children = new Children();

  /// How the first publisher is lost.
  enum Loss {
    /// Its process dies; the kernel closes its connection.
    KILLED {
      @Override
      void befall(ChildProcess publisher) {
        publisher.signal("KILL");
        publisher.awaitExit(Duration.ofSeconds(5));
      }
    },
    /// It says nothing any more; its connection stays.
    FROZEN {
      @Override
      void befall(ChildProcess publisher) {
        publisher.signal("STOP");
      }
    },
    /// It is alive and pushes when the second one comes.
    DISPLACED {
      @Override
      void befall(ChildProcess publisher) {
        assertThat(publisher.isRunning()).isTrue();
      }
    };

    abstract void befall(ChildProcess publisher);
  }

  @ParameterizedTest
  @CsvSource({
    "KILLED, H264_AAC", "KILLED, H264_AAC_LARGER",
    "FROZEN, H264_AAC", "FROZEN, H264_AAC_LARGER",
    "DISPLACED, H264_AAC", "DISPLACED, H264_AAC_LARGER"
  })
  void keepsItsViewers(Loss loss, Clip second, FreshetProcess freshet) {
    Clip first = Clip.H264_AAC;
    String stream = "returns/" + loss + "-" + second;
    ChildProcess publisher = Ffmpeg.V8.push(children, first, freshet.rtmp(stream));
    awaitFrames(freshet, stream, 1);
    Viewers viewers = Viewers.join(children, freshet, stream);
    List<ChildProcess> decoders =
        List.of(
            Ffmpeg.V8.decode(children, freshet.rtmp(stream)),
            Ffmpeg.V8.decode(children, freshet.http("/" + stream + ".flv")));
    awaitFrames(freshet, stream, 120);

    loss.befall(publisher);
    Ffmpeg.V8.push(children, second, freshet.rtmp(stream)).awaitSuccess(Duration.ofSeconds(30));

    Recording pushedFirst = first.recording();
    Recording pushedSecond = second.recording();
    viewers
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording)
                .as("%s by %s", stream, protocol)
                .hasMonotonicTimes()
                .isRunOfThenAllOf(pushedFirst, pushedSecond, 10));
    assertThat(Ffmpeg.complaintsAbout(viewers.awaitDump())).isEmpty();
    for (ChildProcess decoder : decoders) {
      assertThat(decoder.awaitSuccess(Duration.ofSeconds(20)).lines()).isEmpty();
    }
  }

  private static void awaitFrames(FreshetProcess freshet, String stream, int frames) {
    AdminApi admin = freshet.admin();
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.frames(stream) >= frames);
  }
}
