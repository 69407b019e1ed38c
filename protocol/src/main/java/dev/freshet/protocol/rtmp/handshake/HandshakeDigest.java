package dev.freshet.protocol.rtmp.handshake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 over handshake blocks with the two keys that every RTMP implementation knows. It
/// protects nothing; some peers send H.264 only to those who can do it.
final class HandshakeDigest {
  static final int BYTES = 32;
  static final int BLOCK_BYTES = 1536;

  private static final byte[] KEY_TAIL =
      HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

  /// Keys the digest of C1.
  static final byte[] PLAYER_KEY = ascii("Genuine Adobe Flash Player 001");

  /// Keys the digest of S1.
  static final byte[] SERVER_KEY = ascii("Genuine Adobe Flash Media Server 001");

  /// Keys the digest of C2.
  static final byte[] FULL_PLAYER_KEY = concat(PLAYER_KEY, KEY_TAIL);

  /// Keys the digest of S2.
  static final byte[] FULL_SERVER_KEY = concat(SERVER_KEY, KEY_TAIL);

  private HandshakeDigest() {}

  /// Whether `block` holds its own digest at `index`.
  static boolean matches(byte[] block, int index, byte[] key) {
    return Arrays.equals(ofBlock(block, index, key), 0, BYTES, block, index, index + BYTES);
  }

  /// Signs a C1 or S1 block in place.
  ///
  /// @return the digest
  static byte[] sign(byte[] block, DigestScheme scheme, byte[] key) {
    int index = scheme.digestIndex(block);
    byte[] digest = ofBlock(block, index, key);
    System.arraycopy(digest, 0, block, index, BYTES);
    return digest;
  }

  /// Signs a C2 or S2 block in place: its last 32 bytes answer the digest of the peer's block.
  static void signAnswer(byte[] block, byte[] peerDigest, byte[] fullKey) {
    byte[] answerKey = hmac(fullKey, peerDigest, 0, BYTES).doFinal();
    byte[] digest = hmac(answerKey, block, 0, BLOCK_BYTES - BYTES).doFinal();
    System.arraycopy(digest, 0, block, BLOCK_BYTES - BYTES, BYTES);
  }

  /// The digest that `block` carries by `scheme`.
  static byte[] digestOf(byte[] block, DigestScheme scheme) {
    int index = scheme.digestIndex(block);
    return Arrays.copyOfRange(block, index, index + BYTES);
  }

  private static byte[] ofBlock(byte[] block, int digestIndex, byte[] key) {
    Mac mac = hmac(key, block, 0, digestIndex);
    int rest = digestIndex + BYTES; // the digest covers everything but itself
    mac.update(block, rest, BLOCK_BYTES - rest);
    return mac.doFinal();
  }

  private static Mac hmac(byte[] key, byte[] data, int from, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(data, from, length);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
