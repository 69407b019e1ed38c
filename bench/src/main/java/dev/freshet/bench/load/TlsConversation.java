package dev.freshet.bench.load;

import dev.freshet.media.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Another conversation inside TLS. Once that one is under way and nobody listens, its ciphertext
/// is thrown away like any bytes. Owned by its connection.
final class TlsConversation implements Conversation {
  private static final int MAX_RECORD_BYTES = 17 * 1024;

  private final Conversation inner;
  private final SSLEngine engine;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private final ByteBuffer ciphertext =
      ByteBuffer.allocate(2 * MAX_RECORD_BYTES); // in filling mode
  private final ByteBuffer plaintext = ByteBuffer.allocate(MAX_RECORD_BYTES);
  private final ByteBuffer record = ByteBuffer.allocate(2 * MAX_RECORD_BYTES);
  private boolean opened;

  TlsConversation(SSLContext context, Conversation inner) {
    this.inner = inner;
    engine = context.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
  }

  /// Trusts any certificate: the servers are children of the bench, and certify themselves.
  static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] opening() {
    try {
      engine.beginHandshake();
      drive(0);
    } catch (SSLException e) {
      throw ProtocolException.malformed("tls: " + e.getMessage());
    }
    return taken();
  }

  @Override
  public byte[] hear(byte[] bytes, int from, int to, long nowNs) {
    try {
      for (int at = from; at < to; ) {
        int count = Math.min(to - at, ciphertext.remaining());
        ciphertext.put(bytes, at, count);
        at += count;
        drive(nowNs);
      }
    } catch (SSLException e) {
      throw ProtocolException.malformed("tls: " + e.getMessage());
    }
    return taken();
  }

  @Override
  public boolean isUnderWay() {
    return inner.isUnderWay();
  }

  @Override
  public @Nullable String refusal() {
    return inner.refusal();
  }

  private void drive(long nowNs) throws SSLException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> wrap(SILENCE);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
          if (!unwrap(nowNs)) {
            return;
          }
        }
      }
    }
  }

  /// Takes one record, if it is whole.
  private boolean unwrap(long nowNs) throws SSLException {
    ciphertext.flip();
    SSLEngineResult result = engine.unwrap(ciphertext, plaintext);
    ciphertext.compact();
    if (plaintext.position() > 0) {
      byte[] said = inner.hear(plaintext.array(), 0, plaintext.position(), nowNs);
      plaintext.clear();
      if (said.length > 0) {
        wrap(said);
      }
    }
    openInner();
    return result.getStatus() == SSLEngineResult.Status.OK && result.bytesConsumed() > 0;
  }

  private void openInner() throws SSLException {
    boolean ready =
        engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
            && !engine.getSession().getCipherSuite().startsWith("SSL_NULL");
    if (ready && !opened) {
      opened = true;
      wrap(inner.opening());
    }
  }

  private void wrap(byte[] plain) throws SSLException {
    ByteBuffer source = ByteBuffer.wrap(plain);
    do {
      record.clear();
      engine.wrap(source, record);
      answer.write(record.array(), 0, record.position());
    } while (source.hasRemaining());
  }

  private byte[] taken() {
    byte[] said = answer.toByteArray();
    answer.reset();
    return said;
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
