package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.e2e.client.Certificate;
import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.RawPeer;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.AdminApi;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// RTMPS and HTTPS-FLV, with a certificate that the operator made.
class TlsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private final Children children = new Children();

  @Test
  void pushesAndPlaysOverTls() {
    FreshetProcess freshet = startWithCertificate(children.folder("tls"));
    String stream = "tls/clip";
    Ffmpeg.Reader rtmps = Ffmpeg.V8.read(children, freshet.address("rtmps") + "/" + stream);
    Ffmpeg.Reader https =
        Ffmpeg.V8.read(children, freshet.address("https") + "/" + stream + ".flv");
    Ffmpeg.Reader rtmp = Ffmpeg.V8.read(children, freshet.rtmp(stream));
    List<Ffmpeg.Reader> readers = List.of(rtmps, https, rtmp);
    readers.forEach(Ffmpeg.Reader::awaitRequest);
    Ffmpeg.V8.push(children, Clip.H264_AAC, freshet.address("rtmps") + "/" + stream);
    for (Ffmpeg.Reader reader : readers) {
      assertThat(reader.awaitRecording(Duration.ofSeconds(40)))
          .hasTracksOf(Clip.H264_AAC)
          .hasMonotonicTimes()
          .isAllOf(Clip.H264_AAC.recording());
    }
  }

  @Test
  void whoDoesNotFinishTheHandshakeCostsOneConnection() {
    FreshetProcess freshet =
        startWithCertificate(
            children.folder("tls"), "limits.handshakeTimeout=5s", "limits.headerTimeout=4s");
    AdminApi admin = freshet.admin();
    String stream = "tls/beside";
    Ffmpeg.Reader healthy =
        Ffmpeg.V8.read(children, freshet.address("https") + "/" + stream + ".flv").awaitRequest();
    Ffmpeg.V8.push(children, Clip.H264_AAC, freshet.address("rtmps") + "/" + stream);
    await().atMost(SOON).until(() -> admin.isLive(stream));

    RawPeer silent = RawPeer.connect(children, "127.0.4.1", freshet.port("rtmps"));
    RawPeer halfway = RawPeer.connect(children, "127.0.4.2", freshet.port("https"));
    halfway.send(new byte[] {22, 3, 1, 2, 0, 1}); // a handshake record, of which 511 bytes lack
    silent.awaitClose(SOON);
    halfway.awaitClose(SOON);

    for (String protocol : List.of("rtmp", "http")) {
      String label = "limit=\"handshakeTimeout\",protocol=\"" + protocol + "\"";
      assertThat(admin.metric("freshet_limit_hits_total", label)).as(protocol).isEqualTo(1);
    }
    assertThat(admin.limitHits("headerTimeout")).isZero();
    assertThat(healthy.awaitRecording(Duration.ofSeconds(40)))
        .hasMonotonicTimes()
        .isAllOf(Clip.H264_AAC.recording());
  }

  private FreshetProcess startWithCertificate(Path folder, String... more) {
    Certificate.make(children, folder);
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("services.default.grace=1s");
    settings.add("services.default.waitForPublisher=30s");
    settings.add("listen.rtmps=127.0.0.1:0");
    settings.add("listen.https=127.0.0.1:0");
    settings.add("tls.certificate=" + Certificate.chain(folder));
    settings.add("tls.key=" + Certificate.key(folder));
    return FreshetProcess.start(children, settings.toArray(String[]::new));
  }
}
