package dev.freshet.e2e.client;

import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Certificates that a test makes for itself, and what ports show. No state.
public final class Certificate {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Certificate() {}

  /// Writes a new key and certificate over those that are there.
  public static void make(Children children, Path folder) {
    children
        .start(
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
                key(folder).toString(),
                "-out",
                chain(folder).toString()))
        .awaitSuccess(SOON);
  }

  public static Path key(Path folder) {
    return folder.resolve("key.pem");
  }

  public static Path chain(Path folder) {
    return folder.resolve("certificate.pem");
  }

  /// The certificate that a port of this machine shows, as text.
  public static String shownBy(Children children, int port) {
    ChildProcess client =
        children.start(
            List.of("sh", "-c", "openssl s_client -connect 127.0.0.1:" + port + " < /dev/null"));
    client.awaitExit(SOON);
    String said = client.output();
    int begin = said.indexOf("-----BEGIN CERTIFICATE");
    return begin < 0 ? "" : said.substring(begin, said.indexOf("-----END CERTIFICATE"));
  }
}
