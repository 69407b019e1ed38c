package dev.freshet.node.http;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.time.Clock;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.net.CertificateWatch.PemFiles;
import dev.freshet.node.net.ConnectionLimiter;
import dev.freshet.node.net.Door;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.SelfSignedCertificate;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.net.Tls;
import dev.freshet.node.net.Transport;
import dev.freshet.node.net.TrustedProxies;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A media port with TLS on this machine, with routes of a test's own. Owned by the test.
public final class HttpsPort implements AutoCloseable {
  private final Clock clock = Clock.system();
  private final Loops loops = Loops.start("test", Transport.best(), 1, clock);
  private final PeerFaults faults = new PeerFaults(clock);
  private final Tls tls;
  private final TcpListener listener;

  /// @param folder for the certificate
  public HttpsPort(Path folder, NodeLimits limits, HttpRoute... routes) throws IOException {
    PemFiles files = filesIn(folder);
    writeCertificate(files);
    tls = new Tls(files.certificate(), files.key(), Runnable::run);
    Door.House house =
        new Door.House(
            new TrustedProxies(List.of()),
            new ConnectionLimiter(() -> limits),
            () -> limits,
            new NodeCounters(),
            faults);
    HttpProtocol protocol = new HttpProtocol(List.of(routes), () -> limits, faults, tls, () -> {});
    listener =
        new TcpListener(
            new Door(house, MediaPort.HTTPS, false), new HostPort("127.0.0.1", 0), loops, protocol);
    listener.start();
  }

  public static PemFiles filesIn(Path folder) {
    return new PemFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
  }

  /// Puts a new certificate in place.
  public static void writeCertificate(PemFiles files) throws IOException {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    SelfSignedCertificate made =
        SelfSignedCertificate.make(now, now.plus(Duration.ofDays(36_500)), new SecureRandom());
    Files.writeString(files.certificate(), made.certificate());
    Files.writeString(files.key(), made.key());
  }

  public Tls tls() {
    return tls;
  }

  public Loops loops() {
    return loops;
  }

  /// How often a limit of HTTP was hit.
  public long hits(String limit) {
    return faults.count("http", "limit:" + limit);
  }

  public TcpListener listener() {
    return listener;
  }

  public HttpRequest.Builder request(String path) {
    int port = listener.boundAddress().getPort();
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  /// A client that prefers this version and trusts anybody.
  public static HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(trustingContext()).build();
  }

  /// A connection on which the handshake is over.
  public SSLSocket connect(String... applicationProtocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            trustingContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", listener.boundAddress().getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(applicationProtocols);
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  @Override
  public void close() {
    listener.close();
    loops.close();
  }

  private static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAnybody()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TrustAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
