package dev.freshet.node.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/// The node's certificate, which may be renewed while it runs: connections that begin later get the
/// new one. By BoringSSL where it is available, else by the JDK. Thread-safe.
public final class Tls extends SslContext {
  /// What the key passes through on its way to BoringSSL, never written anywhere. The default,
  /// PKCS12, would encrypt and decrypt it with 10,000 rounds each: a tenth of a second at each
  /// start.
  private static final String IN_MEMORY_STORE = "JKS";

  /// Who offers neither, as RTMPS clients, gets HTTP/1.1 or what the port speaks otherwise.
  private static final ApplicationProtocolConfig ALPN =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2,
          ApplicationProtocolNames.HTTP_1_1);

  private final Executor handshakes;
  private volatile SslContext current;

  /// @param handshakes runs what is heavy in a handshake, off the event loops
  /// @throws IOException that names the file that cannot be used, and why
  public Tls(Path certificate, Path key, Executor handshakes) throws IOException {
    this.handshakes = handshakes;
    current = load(certificate, key);
  }

  /// Takes these files for all connections that begin later.
  ///
  /// @throws IOException if they cannot be used; then everything is as it was
  public void reload(Path certificate, Path key) throws IOException {
    current = load(certificate, key);
  }

  private static SslContext load(Path certificate, Path key) throws IOException {
    checkReadable("tls.certificate", certificate);
    checkReadable("tls.key", key);
    try {
      X509Certificate[] chain = toX509Certificates(certificate.toFile());
      PrivateKey privateKey = toPrivateKey(key.toFile(), null);
      if (!KeyPairCheck.belong(chain[0].getPublicKey(), privateKey)) {
        throw new IOException("expected: a key that belongs to the certificate");
      }
      return SslContextBuilder.forServer(privateKey, chain)
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .applicationProtocolConfig(ALPN)
          .keyStoreType(IN_MEMORY_STORE)
          // never asked, as no client shows a certificate; else the JDK's 150 would be read
          .trustManager(certificate.toFile())
          .build();
    } catch (IllegalArgumentException | GeneralSecurityException | IOException unusable) {
      throw new IOException(
          "tls: " + certificate + " and " + key + ": " + unusable.getMessage(), unusable);
    }
  }

  private static void checkReadable(String name, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(name + ": " + file + " (expected: a file that can be read)");
    }
  }

  @Override
  protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
    return current.newHandler(allocator, handshakes);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return current.newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return current.newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return current.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // the type of an abstract method
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return current.applicationProtocolNegotiator();
  }

  @Override
  public SSLSessionContext sessionContext() {
    return current.sessionContext();
  }
}
