package dev.freshet.e2e;

import static dev.freshet.e2e.clip.RecordingAssert.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// RTMPS and HTTPS-FLV, with a certificate that the operator made.
class TlsTest {
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

  private FreshetProcess startWithCertificate(Path folder) {
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("certificate.pem");
    List<String> make =
        List.of(
            "openssl",
            "req",
            "-x509",
            "-nodes",
            "-newkey",
            "rsa:2048",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString());
    children.start(make).awaitSuccess(Duration.ofSeconds(30));
    return FreshetProcess.start(
        children,
        "services.default.grace=1s",
        "services.default.waitForPublisher=30s",
        "listen.rtmps=127.0.0.1:0",
        "listen.https=127.0.0.1:0",
        "tls.certificate=" + certificate,
        "tls.key=" + key);
  }
}
