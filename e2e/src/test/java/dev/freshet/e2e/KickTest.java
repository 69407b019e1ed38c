package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.WebSocketDump;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An administrator throws out whom he names, and nobody else notices.
@ExtendWith(Freshet.class)
@Settings({"services.default.grace=1s", "services.default.waitForPublisher=30s"})
class KickTest {
  private static final String API = "/api/v1/streams/default/";
  private static final Clip CLIP = Clip.H264_AAC;
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private final Children children = new Children();

  @Test
  void oneViewerGoesAndTheOthersMissNoFrame(FreshetProcess freshet) {
    String stream = "kick/viewer";
    AdminApi admin = freshet.admin();
    Viewers others = Viewers.join(children, freshet, stream);
    Ffmpeg.V8.push(children, CLIP, freshet.rtmp(stream));
    await().atMost(SOON).until(() -> admin.viewers(stream) == 3 && admin.frames(stream) > 10);
    WebSocketDump unwanted =
        WebSocketDump.start(children, freshet.webSocket("/" + stream + ".flv"));
    await().atMost(SOON).until(() -> admin.viewers(stream) == 4 && admin.frames(stream) > 30);

    JsonNode newest = newestWebSocket(admin.stream(stream));
    int status = admin.delete(API + stream + "/viewers/" + newest.path("id").asText());

    assertThat(status).isEqualTo(204);
    assertThat(unwanted.awaitClose(SOON)).contains("kicked");
    others
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording).as(protocol).hasMonotonicTimes().isAllOf(CLIP.recording()));
  }

  /// The later one of two: the other is among those who stay.
  private static JsonNode newestWebSocket(JsonNode stream) {
    JsonNode newest = null;
    for (JsonNode viewer : stream.path("viewerList")) {
      boolean webSocket = viewer.path("protocol").asText().startsWith("ws");
      if (webSocket && (newest == null || since(viewer).isAfter(since(newest)))) {
        newest = viewer;
      }
    }
    if (newest == null) {
      throw new AssertionError("no viewer by WebSocket: " + stream);
    }
    return newest;
  }

  private static Instant since(JsonNode viewer) {
    return Instant.parse(viewer.path("since").asText());
  }

  @Test
  void aPublisherGoesAndOtherStreamsMissNoFrame(FreshetProcess freshet) {
    AdminApi admin = freshet.admin();
    Viewers others = Viewers.join(children, freshet, "kick/beside");
    Ffmpeg.V8.push(children, CLIP, freshet.rtmp("kick/beside"));
    ChildProcess unwanted = Ffmpeg.V8.pushForever(children, CLIP, freshet.rtmp("kick/publisher"));
    await()
        .atMost(SOON)
        .until(() -> admin.isLive("kick/publisher") && admin.frames("kick/beside") > 30);

    assertThat(admin.delete(API + "kick/publisher/publisher")).isEqualTo(204);

    assertThat(unwanted.awaitExit(SOON)).isNotZero();
    assertThat(admin.isLive("kick/publisher")).isFalse();
    others
        .awaitRecordings()
        .forEach((protocol, recording) ->
            assertThat(recording).as(protocol).hasMonotonicTimes().isAllOf(CLIP.recording()));
  }
}
