package dev.freshet.node.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Whether two keys are one pair, which TLS itself asks no earlier than in the first handshake.
/// Keeps nothing.
final class KeyPairCheck {
  private static final byte[] TEXT = "freshet".getBytes(StandardCharsets.US_ASCII);

  private KeyPairCheck() {}

  /// Signs with the one and verifies with the other.
  static boolean belong(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(schemeOf(privateKey.getAlgorithm()));
    signature.initSign(privateKey);
    signature.update(TEXT);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(TEXT);
    return signature.verify(signed);
  }

  private static String schemeOf(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm; // EdDSA signs under its own name
    };
  }
}
