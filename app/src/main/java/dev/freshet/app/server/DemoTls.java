package dev.freshet.app.server;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.HostPort;
import dev.freshet.node.net.CertificateWatch.PemFiles;
import dev.freshet.node.net.SelfSignedCertificate;
import dev.freshet.node.secret.SecretFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// HTTPS for a demo that was given no certificate: one that the node makes for itself and keeps in
/// its data folder, so that everything can be tried. Used once, before the node is wired.
public final class DemoTls {
  private static final Duration VALID = Duration.ofDays(90);
  private static final Duration LEFT = Duration.ofDays(1);
  private static final int HTTP_PORT = 8080;
  private static final int HTTPS_PORT = 8443;

  private DemoTls() {}

  /// The same configuration with HTTPS beside HTTP, if it says nothing of TLS itself.
  ///
  /// @throws IOException if the certificate cannot be kept
  public static ConfigLoader addTo(ConfigLoader loader, Instant now) throws IOException {
    if (!(loader.load() instanceof ConfigResult.Loaded loaded)) {
      return loader; // and says what is wrong when it is asked again
    }
    FreshetConfig config = loaded.config();
    HostPort http = config.listen().get(ListenPort.HTTP);
    if (http == null || config.tls().isPresent() || config.listen().containsKey(ListenPort.HTTPS)) {
      return loader;
    }
    PemFiles files = filesIn(config.dataDir(), now);
    HostPort https = new HostPort(http.host(), http.port() == HTTP_PORT ? HTTPS_PORT : 0);
    List<String> sets = new ArrayList<>();
    sets.add("listen.https=" + https);
    sets.add("tls.certificate=" + files.certificate());
    sets.add("tls.key=" + files.key());
    sets.addAll(loader.sets()); // the later wins
    return new ConfigLoader(loader.file(), loader.environment(), List.copyOf(sets));
  }

  /// The certificate of an earlier demo, or a new one if that is about to expire.
  static PemFiles filesIn(Path dataDir, Instant now) throws IOException {
    PemFiles files =
        new PemFiles(dataDir.resolve("demo-certificate.pem"), dataDir.resolve("demo-key.pem"));
    if (!Files.exists(files.key()) || !isValid(files.certificate(), now)) {
      Files.createDirectories(dataDir);
      SelfSignedCertificate made =
          SelfSignedCertificate.make(now.minus(LEFT), now.plus(VALID), new SecureRandom());
      Files.deleteIfExists(files.key());
      SecretFile.write(files.key(), made.key());
      Files.writeString(files.certificate(), made.certificate());
    }
    return files;
  }

  private static boolean isValid(Path certificate, Instant now) {
    try (var in = new ByteArrayInputStream(Files.readAllBytes(certificate))) {
      X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return now.plus(LEFT).isBefore(read.getNotAfter().toInstant());
    } catch (IOException | CertificateException unusable) {
      return false;
    }
  }
}
