package dev.freshet.node.net;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/// A certificate that a node makes for itself, for `localhost`, so that TLS can be tried: nobody
/// trusts it. Written by hand in DER (X.690; RFC 5280 section 4.1), since the JDK makes
/// certificates only by its `keytool`. A value.
///
/// @param certificate in PEM
/// @param key in PEM
public record SelfSignedCertificate(String certificate, String key) {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int UTC_TIME = 0x17;
  private static final int EXPLICIT_VERSION = 0xa0;
  private static final int EXPLICIT_EXTENSIONS = 0xa3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };
  private static final byte[] COMMON_NAME = {0x55, 4, 3};
  private static final byte[] SUBJECT_ALT_NAME = {0x55, 0x1d, 0x11};
  private static final byte[] LOCALHOST = "localhost".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LOOPBACK_V4 = {127, 0, 0, 1};
  private static final byte[] LOOPBACK_V6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050; // RFC 5280 section 4.1.2.5
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /// Makes one with a new key (ECDSA, P-256).
  public static SelfSignedCertificate make(Instant from, Instant to, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      byte[] signedPart = signedPart(pair.getPublic().getEncoded(), from, to, random);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate(), random);
      signature.update(signedPart);
      byte[] certificate = der(SEQUENCE, signedPart, algorithm(), bits(signature.sign()));
      return new SelfSignedCertificate(
          pem("CERTIFICATE", certificate), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has ECDSA over P-256", impossible);
    }
  }

  private static byte[] signedPart(
      byte[] publicKey, Instant from, Instant to, SecureRandom random) {
    byte[] version3 = der(EXPLICIT_VERSION, der(INTEGER, new byte[] {2}));
    byte[] serial = der(INTEGER, new BigInteger(120, random).setBit(120).toByteArray());
    byte[] name =
        der(
            SEQUENCE,
            der(SET, der(SEQUENCE, der(OBJECT_ID, COMMON_NAME), der(UTF8_STRING, LOCALHOST))));
    byte[] validity = der(SEQUENCE, time(from), time(to));
    return der(
        SEQUENCE, version3, serial, algorithm(), name, validity, name, publicKey, extensions());
  }

  private static byte[] extensions() {
    byte[] names =
        der(
            SEQUENCE,
            der(DNS_NAME, LOCALHOST),
            der(IP_ADDRESS, LOOPBACK_V4),
            der(IP_ADDRESS, LOOPBACK_V6));
    byte[] altName = der(SEQUENCE, der(OBJECT_ID, SUBJECT_ALT_NAME), der(OCTET_STRING, names));
    return der(EXPLICIT_EXTENSIONS, der(SEQUENCE, altName));
  }

  private static byte[] algorithm() {
    return der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
  }

  private static byte[] bits(byte[] bytes) {
    return der(BIT_STRING, new byte[] {0}, bytes); // no bits of the last byte are unused
  }

  private static byte[] time(Instant at) {
    boolean generalized = at.atZone(ZoneOffset.UTC).getYear() >= FIRST_YEAR_OF_GENERALIZED_TIME;
    String text =
        DateTimeFormatter.ofPattern(
                generalized ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(at);
    return der(generalized ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(out, content.size());
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int bytes) {
    if (bytes < 0x80) {
      out.write(bytes);
    } else if (bytes < 0x100) {
      out.write(0x81);
      out.write(bytes);
    } else {
      out.write(0x82);
      out.write(bytes >> 8);
      out.write(bytes);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, LINES.encodeToString(der), what);
  }
}
