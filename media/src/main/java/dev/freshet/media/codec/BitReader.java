package dev.freshet.media.codec;

/// Reads bits, most significant first. Past the end it reads zeros and remembers that it did, so
/// that a parser checks once, at its end. Owned by one parser.
final class BitReader {
  private final byte[] bytes;
  private final int endBit;
  private int bit;
  private boolean overrun;

  BitReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    bit = from * 8;
    endBit = to * 8;
  }

  /// The payload of a NAL unit, without its emulation prevention bytes (H.264 7.4.1).
  static BitReader ofNalUnit(byte[] bytes, int from, int to) {
    byte[] payload = new byte[to - from];
    int size = 0;
    int zeros = 0;
    for (int i = from; i < to; i++) {
      if (zeros >= 2 && bytes[i] == 3) {
        zeros = 0;
        continue;
      }
      zeros = bytes[i] == 0 ? zeros + 1 : 0;
      payload[size++] = bytes[i];
    }
    return new BitReader(payload, 0, size);
  }

  /// Another reader that goes on from here.
  BitReader copy() {
    BitReader copy = new BitReader(bytes, 0, endBit / 8);
    copy.bit = bit;
    copy.overrun = overrun;
    return copy;
  }

  /// Whether more was read than there is: what was read is worth nothing then.
  boolean isOverrun() {
    return overrun;
  }

  int remainingBits() {
    return Math.max(0, endBit - bit);
  }

  boolean flag() {
    return bits(1) != 0;
  }

  /// Up to 31 bits.
  int bits(int count) {
    return (int) longBits(count);
  }

  /// Up to 63 bits.
  long longBits(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | nextBit();
    }
    return value;
  }

  void skip(int bits) {
    if (bits > remainingBits()) {
      overrun = true;
      bit = endBit;
    } else {
      bit += bits;
    }
  }

  /// Exp-Golomb, unsigned (H.264 9.1); saturates at `Integer.MAX_VALUE`.
  int ue() {
    int zeros = 0;
    while (!flag()) {
      if (++zeros > 31 || overrun) {
        overrun = true;
        return 0;
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, (1L << zeros) - 1 + longBits(zeros));
  }

  /// Exp-Golomb, signed (H.264 9.1.1).
  int se() {
    int code = ue();
    return (code & 1) == 1 ? code / 2 + 1 : -(code / 2);
  }

  private int nextBit() {
    if (bit >= endBit) {
      overrun = true;
      return 0;
    }
    int value = bytes[bit >> 3] >> (7 - (bit & 7)) & 1;
    bit++;
    return value;
  }
}
