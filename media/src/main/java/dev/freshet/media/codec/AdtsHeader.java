package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What stands before each AAC frame where there is no decoder configuration (ISO/IEC 14496-3
/// 1.A.2.2). A value: no owner. [Adts] reads them.
///
/// @param profile object type minus 1: 1 for AAC-LC
/// @param rateIndex the core's sampling_frequency_index
/// @param channelConfig channel_configuration, 1 to 7
public record AdtsHeader(int profile, int rateIndex, int channelConfig) {
  /// What it adds to a frame.
  public static final int BYTES = 7;

  /// Most bytes of the frame behind it: its length has 13 bits.
  public static final int MAX_PAYLOAD_BYTES = 0x1FFF - BYTES;

  /// The header for frames with this AudioSpecificConfig; null if ADTS has no words for it
  /// (xHE-AAC, low delay, channels by program config, frames of 960 samples).
  public static @Nullable AdtsHeader of(byte[] config) {
    return AacConfig.adtsHeader(config);
  }

  /// Writes the header of a frame of `payloadBytes`.
  public void write(int payloadBytes, ByteBuf out) {
    int frameBytes = payloadBytes + BYTES;
    out.writeShort(0xFFF1); // sync word, MPEG-4, no checksum
    out.writeByte(profile << 6 | rateIndex << 2 | channelConfig >> 2);
    out.writeByte((channelConfig & 3) << 6 | frameBytes >> 11);
    out.writeByte(frameBytes >> 3);
    out.writeByte((frameBytes & 7) << 5 | 0x1F); // upper bits of the buffer's fullness: not told
    out.writeByte(0xFC); // its lower bits, one frame
  }
}
