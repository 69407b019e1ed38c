package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Amf0;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.Freshet;
import dev.freshet.e2e.program.FreshetProcess;
import dev.freshet.e2e.program.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A peer that misbehaves costs one connection and one counter; a viewer beside it misses no frame.
@ExtendWith(Freshet.class)
@Settings({
  "services.default.grace=1s",
  "services.default.waitForPublisher=30s",
  "limits.handshakeTimeout=3s",
  "limits.headerTimeout=3s",
  "limits.idleTimeout=4s",
  "limits.maxHeader=4KiB",
  "limits.maxMessage=256KiB",
  "limits.maxChunkSize=64KiB",
  "limits.maxChunkStreams=8",
  "limits.maxMetadata=8KiB",
  "limits.maxConnectionsPerAddress=40",
  "limits.bytesInFlightPerConnection=512KiB",
  "profiles.showroom.stalledWrite=1s"
})
class LimitsTest {
  private static final Duration CLOSED = Duration.ofSeconds(15);
  private static final Clip CLIP = Clip.H264_AAC;

  @AutoClose private final Children children = new Children();

  @Test
  void silenceOnRtmp(FreshetProcess freshet) {
    hits(freshet, "handshakeTimeout", "rtmp", "127.0.1.1", _ -> {});
  }

  @Test
  void halfAHandshake(FreshetProcess freshet) {
    hits(
        freshet,
        "handshakeTimeout",
        "rtmp",
        "127.0.1.2",
        peer -> peer.send(new byte[] {3}).send(new byte[700]));
  }

  @Test
  void noCommandAfterTheHandshake(FreshetProcess freshet) {
    hits(freshet, "headerTimeout", "rtmp", "127.0.1.3", RawPeer::shakeHands);
  }

  @Test
  void rubbishOnRtmp(FreshetProcess freshet) {
    isAtFault(freshet, "rtmp", "127.0.1.4", peer -> peer.send("GET / HTTP/1.1\r\n\r\n"));
  }

  @Test
  void rubbishAfterTheHandshake(FreshetProcess freshet) {
    byte[] rubbish = new byte[100_000];
    new Random(7).nextBytes(rubbish);
    isAtFault(freshet, "rtmp", "127.0.1.5", peer -> peer.shakeHands().send(rubbish));
  }

  @Test
  void twoGigabytesOfChunkSize(FreshetProcess freshet) {
    hits(
        freshet,
        "maxChunkSize",
        "rtmp",
        "127.0.1.6",
        peer -> peer.shakeHands().chunkSize(Integer.MAX_VALUE));
  }

  @Test
  void aMessageThatIsTooLarge(FreshetProcess freshet) {
    hits(
        freshet,
        "maxMessage",
        "rtmp",
        "127.0.1.7",
        peer -> peer.publish("limits", "large").begin(6, 9, 300 << 10));
  }

  @Test
  void tooManyChunkStreams(FreshetProcess freshet) {
    hits(
        freshet,
        "maxChunkStreams",
        "rtmp",
        "127.0.1.8",
        peer -> {
          peer.shakeHands();
          for (int chunkStream = 3; chunkStream < 20; chunkStream++) {
            peer.message(chunkStream, 3, new byte[4]); // acknowledgements
          }
        });
  }

  @Test
  void metadataThatIsTooLarge(FreshetProcess freshet) {
    hits(
        freshet,
        "maxMetadata",
        "rtmp",
        "127.0.1.9",
        peer ->
            peer.publish("limits", "metadata")
                .message(5, 18, Amf0.of("onMetaData", "x".repeat(20_000))));
  }

  @Test
  void tooManyBytesHalfRead(FreshetProcess freshet) {
    hits(
        freshet,
        "bytesInFlightPerConnection",
        "rtmp",
        "127.0.1.10",
        peer -> {
          peer.publish("limits", "flight").chunkSize(65_536);
          for (int chunkStream = 5; chunkStream < 9; chunkStream++) {
            peer.begin(chunkStream, 9, 255 << 10).send(new byte[65_536]);
          }
        });
  }

  @Test
  void tooManyCommands(FreshetProcess freshet) {
    hits(
        freshet,
        "maxCommandsPerTick",
        "rtmp",
        "127.0.1.22",
        peer -> {
          peer.publish("limits", "commands");
          for (int i = 0; i < 300; i++) {
            peer.message(3, 20, Amf0.of("whatever", 0, null));
          }
        });
  }

  @Test
  void anAddressThatIsTooLong(FreshetProcess freshet) {
    hits(
        freshet,
        "maxAddressChars",
        "rtmp",
        "127.0.1.23",
        peer -> peer.publish("limits", "x".repeat(10_000)));
  }

  @Test
  void aPublisherThatFallsSilent(FreshetProcess freshet) {
    hits(freshet, "idleTimeout", "rtmp", "127.0.1.11", peer -> peer.publish("limits", "silent"));
  }

  @Test
  void silenceOnHttp(FreshetProcess freshet) {
    hits(freshet, "headerTimeout", "http", "127.0.1.12", _ -> {});
  }

  @Test
  void halfARequest(FreshetProcess freshet) {
    hits(
        freshet,
        "headerTimeout",
        "http",
        "127.0.1.13",
        peer -> peer.send("GET /x/y.flv HTTP/1.1\r\nHost:"));
  }

  @Test
  void rubbishOnHttp(FreshetProcess freshet) {
    byte[] rubbish = new byte[3_000];
    new Random(8).nextBytes(rubbish);
    isAtFault(freshet, "http", "127.0.1.14", peer -> peer.send(rubbish).send("\r\n\r\n"));
  }

  @Test
  void headersThatAreTooLong(FreshetProcess freshet) {
    String header = "X-Long: " + "x".repeat(8_000);
    hits(
        freshet,
        "maxHeader",
        "http",
        "127.0.1.15",
        peer -> peer.send("GET /x/y.flv HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n"));
  }

  @Test
  void aBodyThatIsTooLarge(FreshetProcess freshet) {
    hits(
        freshet,
        "maxMessage",
        "http",
        "127.0.1.16",
        peer ->
            peer.send("POST /x/y/report HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n"));
  }

  @Test
  void aKeptConnectionThatAsksForNothing(FreshetProcess freshet) {
    hits(
        freshet,
        "idleTimeout",
        "http",
        "127.0.1.17",
        peer -> peer.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));
  }

  @Test
  void tooManyConnectionsOfOneAddress(FreshetProcess freshet) {
    hits(
        freshet,
        "maxConnectionsPerAddress",
        "http",
        "127.0.1.18",
        first -> {
          List<RawPeer> more = new ArrayList<>();
          for (int i = 0; i < 40; i++) {
            more.add(RawPeer.connect(children, "127.0.1.18", freshet.port("http")));
          }
          more.getLast().awaitClose(Duration.ofMillis(2_500)); // before any header timeout
        });
  }

  @Test
  void aWebSocketMessageThatIsTooLarge(FreshetProcess freshet) {
    hits(
        freshet,
        "maxMessage",
        "http",
        "127.0.1.20",
        peer ->
            peer.send(
                    String.join(
                        "\r\n",
                        "GET /limits/127.0.1.20.flv HTTP/1.1",
                        "Host: x",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==",
                        "",
                        ""))
                .readHead() // a frame before it would be taken for a request
                .send(new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0}));
  }

  @Test
  void requestsWithoutReadingTheAnswers(FreshetProcess freshet) {
    AdminApi admin = freshet.admin();
    double before = admin.limitHits("maxPipelined");
    Ffmpeg.Reader healthy = pushBeside(freshet, "pipelined", CLIP);
    RawPeer deaf = RawPeer.connectDeaf(children, "127.0.1.21", freshet.port("http"));
    deaf.send("GET /limits/page HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3_000));
    await().atMost(CLOSED).until(() -> admin.limitHits("maxPipelined") > before);
    assertThat(healthy.awaitRecording(Duration.ofSeconds(30))).isAllOf(CLIP.recording());
  }

  @Test
  void aViewerThatDoesNotRead(FreshetProcess freshet) {
    AdminApi admin = freshet.admin();
    double before = admin.metric("freshet_viewers_stalled_total", "");
    Ffmpeg.Reader healthy = pushBeside(freshet, "unread", Clip.HEAVY);
    RawPeer deaf = RawPeer.connectDeaf(children, "127.0.1.19", freshet.port("http"));
    deaf.send("GET /limits/unread.flv HTTP/1.1\r\nHost: x\r\n\r\n");
    await().atMost(CLOSED).until(() -> admin.metric("freshet_viewers_stalled_total", "") > before);
    assertThat(healthy.awaitRecording(Duration.ofSeconds(30))).isAllOf(Clip.HEAVY.recording());
  }

  private void hits(
      FreshetProcess freshet,
      String limit,
      String listener,
      String localAddress,
      Consumer<RawPeer> misbehave) {
    costsOneConnection(
        freshet,
        listener,
        localAddress,
        misbehave,
        "freshet_limit_hits_total",
        "limit=\"" + limit + "\"");
  }

  private void isAtFault(
      FreshetProcess freshet, String listener, String localAddress, Consumer<RawPeer> misbehave) {
    costsOneConnection(
        freshet,
        listener,
        localAddress,
        misbehave,
        "freshet_peer_faults_total",
        "protocol=\"" + listener + "\"");
  }

  private void costsOneConnection(
      FreshetProcess freshet,
      String listener,
      String localAddress,
      Consumer<RawPeer> misbehave,
      String counter,
      String label) {
    AdminApi admin = freshet.admin();
    Ffmpeg.Reader healthy = pushBeside(freshet, localAddress, CLIP);
    double before = admin.metric(counter, label);
    RawPeer peer = RawPeer.connect(children, localAddress, freshet.port(listener));
    misbehave.accept(peer);
    peer.awaitClose(CLOSED);
    await().atMost(Duration.ofSeconds(5)).until(() -> admin.metric(counter, label) > before);
    assertThat(healthy.awaitRecording(Duration.ofSeconds(30)))
        .hasMonotonicTimes()
        .isAllOf(CLIP.recording());
  }

  private Ffmpeg.Reader pushBeside(FreshetProcess freshet, String name, Clip clip) {
    String stream = "limits/" + name;
    AdminApi admin = freshet.admin();
    Ffmpeg.Reader healthy =
        Ffmpeg.V8.read(children, freshet.http("/" + stream + ".flv")).awaitRequest();
    ChildProcess publisher = Ffmpeg.V8.push(children, clip, freshet.rtmp(stream));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(admin.isLive(stream)).as(publisher.output()).isTrue());
    assertThat(healthy.process().isRunning()).isTrue();
    return healthy;
  }
}
