package dev.freshet.protocol.rtmp.handshake;

import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;

/// The 1536 bytes of C1, C2, S1 or S2 while they arrive in pieces. Owned by its handshake.
final class HandshakeBlock {
  private final byte[] bytes = new byte[HandshakeDigest.BLOCK_BYTES];
  private int filledBytes;

  /// Takes what is missing from `in`.
  ///
  /// @return whether the block is complete
  boolean fill(ByteBuf in) {
    int count = Math.min(in.readableBytes(), bytes.length - filledBytes);
    in.readBytes(bytes, filledBytes, count);
    filledBytes += count;
    return filledBytes == bytes.length;
  }

  /// Forgets its bytes.
  void clear() {
    filledBytes = 0;
  }

  /// Its bytes, once complete.
  byte[] bytes() {
    return bytes;
  }

  /// A new C1 or S1: time, version, noise.
  static byte[] greeting(int uptimeMs, int version, RandomGenerator random) {
    byte[] block = new byte[HandshakeDigest.BLOCK_BYTES];
    random.nextBytes(block);
    putInt(block, 0, uptimeMs);
    putInt(block, 4, version);
    return block;
  }

  private static void putInt(byte[] block, int index, int value) {
    for (int i = 0; i < 4; i++) {
      block[index + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
