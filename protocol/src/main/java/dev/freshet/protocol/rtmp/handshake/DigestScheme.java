package dev.freshet.protocol.rtmp.handshake;

import org.jspecify.annotations.Nullable;

/// Where the digest of a C1 or S1 block lies. The block is time, version and two halves of 764
/// bytes, one with the digest and one with a key that only RTMPE uses. The offset within the half
/// is the sum of four of its own bytes.
enum DigestScheme {
  /// The key half comes first.
  SCHEME_0(772),
  /// The digest half comes first.
  SCHEME_1(8);

  private static final int OFFSET_BYTES = 4;
  private static final int OFFSET_MODULUS = 728; // 764 - 4 - 32: the digest stays in its half

  private final int halfIndex;

  DigestScheme(int halfIndex) {
    this.halfIndex = halfIndex;
  }

  /// Index of the digest in `block`.
  int digestIndex(byte[] block) {
    int sum = 0;
    for (int i = 0; i < OFFSET_BYTES; i++) {
      sum += block[halfIndex + i] & 0xFF;
    }
    return halfIndex + OFFSET_BYTES + sum % OFFSET_MODULUS;
  }

  /// The scheme by which `block` carries a digest made with `key`, or null if it carries none.
  static @Nullable DigestScheme find(byte[] block, byte[] key) {
    for (DigestScheme scheme : values()) {
      if (HandshakeDigest.matches(block, scheme.digestIndex(block), key)) {
        return scheme;
      }
    }
    return null;
  }
}
