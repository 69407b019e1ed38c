package dev.freshet.media.testcard;

import java.util.Arrays;

/// The bits of one NAL unit or AAC frame, most significant first. Owned by an encoder, which reuses
/// it for each.
final class BitWriter {
  private byte[] bytes = new byte[1 << 14];
  private int byteCount;
  private long pending;
  private int pendingBits;

  /// Starts anew.
  void reset() {
    byteCount = 0;
    pending = 0;
    pendingBits = 0;
  }

  /// Writes the low `count` bits of `value`, 0 to 32 of them; the higher ones must be 0.
  void bits(int value, int count) {
    pending = pending << count | Integer.toUnsignedLong(value);
    pendingBits += count;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      add((byte) (pending >> pendingBits));
    }
  }

  /// Writes one bit.
  void flag(boolean value) {
    bits(value ? 1 : 0, 1);
  }

  /// Writes a code word of [CodeWords].
  void word(int word) {
    bits(CodeWords.value(word), CodeWords.length(word));
  }

  /// Writes an unsigned Exp-Golomb code (H.264 9.1), value below 65535.
  void ue(int value) {
    int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
    bits(value + 1, 2 * length - 1);
  }

  /// Writes a signed Exp-Golomb code (H.264 9.1.1).
  void se(int value) {
    ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /// Writes the stop bit and zeros to the next whole byte (H.264 7.3.2.11).
  void trailingBits() {
    bits(1, 1);
    alignWithZeros();
  }

  /// Writes zeros to the next whole byte.
  void alignWithZeros() {
    bits(0, -pendingBits & 7);
  }

  /// How many whole bytes there are.
  int byteCount() {
    return byteCount;
  }

  /// The bytes, of which the first [#byteCount] are written; until the next write.
  byte[] bytes() {
    return bytes;
  }

  private void add(byte value) {
    if (byteCount == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * byteCount);
    }
    bytes[byteCount++] = value;
  }
}
