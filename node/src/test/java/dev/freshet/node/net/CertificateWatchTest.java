package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.NodeLimits;
import dev.freshet.node.http.HttpsPort;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.net.CertificateWatch.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that are renewed while a node runs, as its clients see them.
class CertificateWatchTest {
  private final NodeCounters counters = new NodeCounters();
  private final PemFiles files;
  @AutoClose private final HttpsPort port;
  @AutoClose private final CertificateWatch watch;
  private long changes;

  CertificateWatchTest(@TempDir Path folder) throws IOException {
    port = new HttpsPort(folder, NodeLimits.DEFAULTS, _ -> false);
    files = HttpsPort.filesIn(folder);
    watch = new CertificateWatch(port.tls(), files, counters);
  }

  @Test
  void takesFilesThatChangedAndNoOthers() throws IOException {
    Certificate first = served();
    watch.check();
    assertThat(served()).isEqualTo(first);
    assertThat(counters.certificateReloads.sum()).isZero();

    renew();
    watch.check();
    watch.check();
    assertThat(served()).isNotEqualTo(first);
    assertThat(counters.certificateReloads.sum()).isEqualTo(1);
  }

  @Test
  void leavesOpenConnectionsAlone() throws IOException {
    try (SSLSocket before = port.connect("http/1.1")) {
      renew();
      watch.check();
      String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      before.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(before.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void keepsTheOldOneWhileTheFilesAreNoPair() throws IOException {
    Certificate first = served();
    String oldKey = Files.readString(files.key());
    renew();
    String newKey = Files.readString(files.key());
    write(files.key(), oldKey); // half-way through a replacement
    watch.check();
    watch.check();
    assertThat(served()).isEqualTo(first);
    assertThat(counters.certificateFaults.sum()).isEqualTo(1); // said once, not at each look

    write(files.key(), newKey);
    watch.check();
    assertThat(served()).isNotEqualTo(first);
    assertThat(counters.certificateReloads.sum()).isEqualTo(1);
  }

  @Test
  void keepsTheOldOneWhenTheFilesAreRubbishOrGone() throws IOException {
    Certificate first = served();
    write(files.certificate(), "no certificate");
    watch.check();
    Files.delete(files.key());
    watch.check();
    assertThat(served()).isEqualTo(first);
    assertThat(counters.certificateFaults.sum()).isEqualTo(2);
  }

  private void renew() throws IOException {
    HttpsPort.writeCertificate(files);
    touch(files.certificate());
    touch(files.key());
  }

  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    touch(file);
  }

  /// Files that are written within one tick of the file system's clock look unchanged.
  private void touch(Path file) throws IOException {
    changes++;
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + changes * 1_000));
  }

  private Certificate served() throws IOException {
    try (SSLSocket socket = port.connect("http/1.1")) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }
}
