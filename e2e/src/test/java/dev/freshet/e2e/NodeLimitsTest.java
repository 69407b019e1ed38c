package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What is one too many for the node is refused and counted; a viewer beside it misses no frame.
@ExtendWith(Freshet.class)
@Execution(ExecutionMode.SAME_THREAD) // each fills the node
@Settings({
  "services.default.grace=0s",
  "services.default.waitForPublisher=30s",
  "limits.maxStreams=3",
  "limits.maxWaiters=4",
  "limits.maxTakeovers=1",
  "limits.maxConnections=40",
  "services.default.limits.maxTracks=2",
  "services.default.limits.maxViewersPerStream=3",
  "services.small.push.domains=small.test",
  "services.small.limits.maxStreams=1"
})
class NodeLimitsTest {
  private static final Clip CLIP = Clip.H264_AAC;
  private static final Duration SOON = Duration.ofSeconds(10);

  @AutoClose private final Children children = new Children();

  @Test
  void aStreamTooMany(FreshetProcess freshet) {
    refuses(
        freshet,
        "streams",
        "freshet_streams_refused_total",
        "",
        () -> {
          for (int i = 0; i < 4; i++) {
            rtmp(freshet).publish("node", "another" + i);
          }
        });
  }

  @Test
  void aWaiterTooMany(FreshetProcess freshet) {
    refuses(
        freshet,
        "waiters",
        "freshet_waiters_refused_total",
        "",
        () -> {
          for (int i = 0; i < 6; i++) {
            RawPeer.connect(children, "127.0.2.2", freshet.port("http"))
                .send("GET /node/nothing.flv HTTP/1.1\r\nHost: x\r\n\r\n");
          }
        });
  }

  @Test
  void twoEncodersThatFight(FreshetProcess freshet) {
    refuses(
        freshet,
        "fight",
        "freshet_takeover_storms_total",
        "",
        () -> {
          for (int i = 0; i < 6; i++) {
            rtmp(freshet).publish("node", "fought-over");
          }
        });
  }

  @Test
  void aConnectionTooMany(FreshetProcess freshet) {
    refuses(
        freshet,
        "connections",
        "freshet_limit_hits_total",
        "limit=\"maxConnections\"",
        () -> {
          for (int i = 0; i < 45; i++) {
            rtmp(freshet);
          }
        });
  }

  @Test
  void aStreamTooManyOfAService(FreshetProcess freshet) {
    refuses(
        freshet,
        "service",
        "freshet_streams_refused_total",
        "",
        () -> {
          rtmp(freshet).publish("node", "first?vhost=small.test");
          await().atMost(SOON).until(() -> !stream(freshet, "small/node/first").isMissingNode());
          RawPeer second = rtmp(freshet).publish("node", "second?vhost=small.test");
          assertThat(second.awaitClose(SOON))
              .contains("NetStream.Publish.BadName", "services.small.limits.maxStreams (1)")
              .doesNotContain("NetStream.Publish.Start");
        });
  }

  @Test
  void aViewerTooMany(FreshetProcess freshet) {
    refuses(
        freshet,
        "viewers",
        "freshet_viewers_refused_total",
        "",
        () -> {
          for (int i = 0; i < 5; i++) {
            RawPeer.connect(children, "127.0.2.3", freshet.port("http"))
                .send("GET /node/viewers.flv HTTP/1.1\r\nHost: x\r\n\r\n");
          }
        });
  }

  @Test
  void aTrackTooMany(FreshetProcess freshet) {
    refuses(
        freshet,
        "tracks",
        "freshet_dropped_tags_total",
        "reason=\"track-limit\"",
        () -> {
          RawPeer publisher = rtmp(freshet).publish("node", "many-tracks");
          for (int track = 0; track < 4; track++) {
            publisher.message(5, 9, oneOfManyTracks(track));
          }
        });
  }

  /// The start of a sequence of HEVC, as the only track of a message (Enhanced RTMP v2,
  /// Multitrack).
  private static byte[] oneOfManyTracks(int track) {
    return new byte[] {(byte) 0x96, 0, 'h', 'v', 'c', '1', (byte) track, 1};
  }

  private static JsonNode stream(FreshetProcess freshet, String key) {
    return freshet.admin().get("/api/v1/streams/" + key);
  }

  private RawPeer rtmp(FreshetProcess freshet) {
    return RawPeer.connect(children, "127.0.2.1", freshet.port("rtmp"));
  }

  private void refuses(
      FreshetProcess freshet, String name, String counter, String label, Runnable tooMany) {
    String stream = "node/" + name;
    AdminApi admin = freshet.admin();
    double before = admin.metric(counter, label);
    Ffmpeg.Reader healthy =
        Ffmpeg.V8.read(children, freshet.http("/" + stream + ".flv")).awaitRequest();
    Ffmpeg.V8.push(children, CLIP, freshet.rtmp(stream));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.isLive(stream));
    tooMany.run();
    await().atMost(Duration.ofSeconds(8)).until(() -> admin.metric(counter, label) > before);
    assertThat(healthy.awaitRecording(Duration.ofSeconds(30)))
        .hasMonotonicTimes()
        .isAllOf(CLIP.recording());
  }
}
