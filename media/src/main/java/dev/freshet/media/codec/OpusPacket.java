package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;

/// What the first bytes of an Opus packet tell (RFC 6716 3.1).
public final class OpusPacket {
  private static final int MAX_SAMPLES = 5_760; // 120 ms (RFC 6716 3.2.5, R5)

  private OpusPacket() {}

  /// PCM samples of the packet at 48 kHz; 0 if it is broken. Leaves the buffer as it is.
  public static int samples(ByteBuf packet) {
    int at = packet.readerIndex();
    if (!packet.isReadable()) {
      return 0;
    }
    int first = packet.getUnsignedByte(at);
    int frames =
        switch (first & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.readableBytes() < 2 ? 0 : packet.getByte(at + 1) & 0x3F;
        };
    int samples = frames * frameSamples(first >> 3);
    return samples <= MAX_SAMPLES ? samples : 0;
  }

  /// Table 2 of RFC 6716.
  private static int frameSamples(int config) {
    if (config < 12) { // SILK: 10, 20, 40, 60 ms
      return (config & 3) == 0 ? 480 : 960 * (config & 3);
    }
    if (config < 16) { // hybrid: 10, 20 ms
      return 480 << (config & 1);
    }
    return 120 << (config & 3); // CELT: 2.5, 5, 10, 20 ms
  }
}
