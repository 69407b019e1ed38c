package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.Players;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.client.WebSocketDump;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// SIGTERM: the node takes nobody new, tells those it serves, and ends well.
class DrainTest {
  private static final int RECONNECT = 1; // of capsEx (Enhanced RTMP v2, NetConnection)
  private static final String RECONNECT_REQUEST = "NetConnection.Connect.ReconnectRequest";
  private static final Duration CLOSED = Duration.ofSeconds(10);

  @AutoClose private final Children children = new Children();

  @Test
  void tellsItsClientsAndEndsWell() {
    FreshetProcess freshet = FreshetProcess.start(children, "drainTimeout=2s");
    String stream = "drain/clip";
    ChildProcess publisher = Ffmpeg.V8.pushForever(children, Clip.H264_AAC, freshet.rtmp(stream));
    Path file = children.folder("rtmpdump").resolve("dump.flv");
    ChildProcess rtmp = Players.rtmpdump(children, freshet.rtmp(stream), file);
    Ffmpeg.Reader http = Ffmpeg.V8.read(children, freshet.http("/" + stream + ".flv"));
    WebSocketDump webSocket =
        WebSocketDump.start(children, freshet.webSocket("/" + stream + ".flv"));
    AdminApi admin = freshet.admin();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> admin.viewers(stream) == 3 && admin.frames(stream) > 90);

    freshet.process().signal("TERM");

    assertThat(freshet.process().awaitExit(Duration.ofSeconds(15))).isZero();
    assertThat(webSocket.awaitClose(Duration.ofSeconds(5))).isEqualTo("1012 draining");
    publisher.awaitExit(Duration.ofSeconds(15));
    rtmp.awaitExit(Duration.ofSeconds(15));
    Recording received = http.awaitRecording(Duration.ofSeconds(15));
    assertThat(received).hasMonotonicTimes().startsAtKeyframe();
    assertThat(received.of("video")).hasSizeGreaterThan(25);
    assertThat(freshet.process().output()).doesNotContain("Exception", "LEAK");
  }

  @Test
  void asksOnlyThoseToReconnectWhoAnnouncedIt() {
    FreshetProcess freshet = FreshetProcess.start(children, "drainTimeout=2s");
    AdminApi admin = freshet.admin();
    Map<String, Object> able = Map.of("capsEx", RECONNECT);
    Ffmpeg.V8.pushForever(children, Clip.H264_AAC, freshet.rtmp("drain/played"));
    await().atMost(Duration.ofSeconds(20)).until(() -> admin.frames("drain/played") > 30);
    RawPeer ablePublisher = peer(freshet).publish("drain", "able", able);
    RawPeer plainPublisher = peer(freshet).publish("drain", "plain");
    RawPeer ablePlayer = peer(freshet).play("drain", "played", able);
    RawPeer plainPlayer = peer(freshet).play("drain", "played", Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            admin.isLive("drain/able")
                && admin.isLive("drain/plain")
                && admin.viewers("drain/played") == 2);

    freshet.process().signal("TERM");

    assertThat(ablePublisher.awaitClose(CLOSED)).contains(RECONNECT_REQUEST);
    assertThat(ablePlayer.awaitClose(CLOSED)).contains(RECONNECT_REQUEST);
    assertThat(plainPublisher.awaitClose(CLOSED))
        .contains("NetStream.Publish.Start")
        .doesNotContain(RECONNECT_REQUEST);
    assertThat(plainPlayer.awaitClose(CLOSED))
        .contains("NetStream.Play.Start")
        .doesNotContain(RECONNECT_REQUEST);
    assertThat(freshet.process().awaitExit(Duration.ofSeconds(15))).isZero();
  }

  private RawPeer peer(FreshetProcess freshet) {
    return RawPeer.connect(children, "127.0.0.1", freshet.port("rtmp"));
  }
}
