package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedCertificateTest {
  private static final Instant FROM = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"2027-02-20T12:00:00Z", "2060-01-01T00:00:00Z"})
  void isOneThatTheJdkReadsAndItsKeyFits(String until) throws Exception {
    Instant to = Instant.parse(until);
    SelfSignedCertificate made = SelfSignedCertificate.make(FROM, to, new SecureRandom());
    X509Certificate read = read(made);

    read.verify(read.getPublicKey());
    assertThat(read.getVersion()).isEqualTo(3);
    assertThat(read.getNotBefore().toInstant()).isEqualTo(FROM);
    assertThat(read.getNotAfter().toInstant()).isEqualTo(to);
    assertThat(read.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
    assertThat(read.getSubjectAlternativeNames())
        .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(KeyPairCheck.belong(read.getPublicKey(), key(made))).isTrue();
    SelfSignedCertificate other = SelfSignedCertificate.make(FROM, to, new SecureRandom());
    assertThat(KeyPairCheck.belong(read.getPublicKey(), key(other))).isFalse();
  }

  private static X509Certificate read(SelfSignedCertificate made) throws Exception {
    byte[] pem = made.certificate().getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  private static PrivateKey key(SelfSignedCertificate made) throws Exception {
    String lines = made.key().replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(lines)));
  }
}
