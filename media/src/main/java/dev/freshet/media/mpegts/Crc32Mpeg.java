package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;

/// The checksum of PSI sections (ISO/IEC 13818-1 annex A): CRC-32 that is neither reflected nor
/// inverted. No owner.
final class Crc32Mpeg {
  private static final int POLYNOMIAL = 0x04C11DB7;
  private static final int[] TABLE = table();

  private Crc32Mpeg() {}

  /// Of the bytes from index `from` to `to`; 0 if they end with their own checksum.
  static int of(ByteBuf in, int from, int to) {
    int crc = -1;
    for (int i = from; i < to; i++) {
      crc = crc << 8 ^ TABLE[crc >>> 24 ^ in.getUnsignedByte(i)];
    }
    return crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
      }
      table[i] = crc;
    }
    return table;
  }
}
