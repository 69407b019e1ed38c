package dev.freshet.media.flv;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AacConfig;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Reads ADTS headers (ISO/IEC 14496-3 1.A.2.2). Owned by one demuxer.
final class Adts {
  private static final int HEADER_BYTES = 7;
  private static final int CRC_BYTES = 2;
  private static final long SAMPLES_PER_FRAME_US = 1024 * 1_000_000L;

  private byte[] config = Track.NONE;
  private int sampleRate;
  private int payloadBytes;

  /// Whether an ADTS frame begins here: no bare AAC frame begins so.
  static boolean matches(ByteBuf in) {
    return in.readableBytes() > HEADER_BYTES
        && (in.getUnsignedShort(in.readerIndex()) & 0xFFF6) == 0xFFF0;
  }

  /// Reads a header up to the payload.
  ///
  /// @return false if there is none, or the frame ends early
  boolean read(ByteBuf in) {
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

  /// Of the frame behind the header that was read.
  byte[] config() {
    return config;
  }

  int payloadBytes() {
    return payloadBytes;
  }

  /// 0 if the header tells no rate.
  long durationUs() {
    return sampleRate == 0 ? 0 : SAMPLES_PER_FRAME_US / sampleRate;
  }

  private void describe(byte[] newConfig) {
    if (!Arrays.equals(config, newConfig)) {
      config = newConfig;
      sampleRate = AudioFormat.of(AudioCodec.AAC, newConfig).sampleRate();
    }
  }
}
