package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Reads ADTS headers (ISO/IEC 14496-3 1.A.2.2). Owned by one demuxer. [AdtsHeader] writes them.
public final class Adts {
  /// Size of a header without a checksum.
  public static final int HEADER_BYTES = 7;

  private static final int CRC_BYTES = 2;
  private static final long SAMPLES_PER_FRAME_US = 1024 * 1_000_000L;

  private byte[] config = new byte[0];
  private int sampleRate;
  private int payloadBytes;

  /// Whether an ADTS frame begins here: no bare AAC frame begins so.
  public static boolean matches(ByteBuf in) {
    return in.readableBytes() > HEADER_BYTES
        && (in.getUnsignedShort(in.readerIndex()) & 0xFFF6) == 0xFFF0;
  }

  /// Size of the whole frame that begins at `at`, of which at least [#HEADER_BYTES] are there; 0 if
  /// none begins.
  public static int frameBytes(ByteBuf in, int at) {
    if ((in.getUnsignedShort(at) & 0xFFF6) != 0xFFF0) {
      return 0;
    }
    return (int) (in.getUnsignedInt(at + 3) >> 13) & 0x1FFF;
  }

  /// Reads a header up to the payload.
  ///
  /// @return false if there is none, or the frame ends early
  public boolean read(ByteBuf in) {
    if (!matches(in)) {
      return false;
    }
    int at = in.readerIndex();
    int fields = in.getUnsignedMedium(at + 1);
    int headerBytes = (fields & 0x10000) != 0 ? HEADER_BYTES : HEADER_BYTES + CRC_BYTES;
    int frameBytes = (int) (in.getUnsignedInt(at + 3) >> 13) & 0x1FFF;
    if (frameBytes < headerBytes || frameBytes > in.readableBytes()) {
      return false;
    }
    describe(AacConfig.ofAdts(fields >> 14 & 3, fields >> 10 & 15, fields >> 6 & 7));
    payloadBytes = frameBytes - headerBytes;
    in.skipBytes(headerBytes);
    return true;
  }

  /// AudioSpecificConfig of the frame behind the header that was read.
  public byte[] config() {
    return config;
  }

  /// Size of the frame behind the header that was read.
  public int payloadBytes() {
    return payloadBytes;
  }

  /// Duration of the frame behind the header that was read; 0 if the header tells no rate.
  public long durationUs() {
    return sampleRate == 0 ? 0 : SAMPLES_PER_FRAME_US / sampleRate;
  }

  private void describe(byte[] newConfig) {
    if (!Arrays.equals(config, newConfig)) {
      config = newConfig;
      sampleRate = AudioFormat.of(AudioCodec.AAC, newConfig).sampleRate();
    }
  }
}
