package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1).
public final class AvcConfig {
  private static final int SPS_LENGTH_AT = 6;
  private static final int SPS_AT = 8;
  private static final int NAL_TYPE_SPS = 7;
  private static final int PROFILE_AT = 1; // in the SPS, then constraint flags and level
  private static final int MAX_SEQUENCE_SETS = 31;
  private static final int MAX_PICTURE_SETS = 255;

  private AvcConfig() {}

  /// Whether `config` is such a record: it holds an H.264 sequence parameter set where one belongs.
  public static boolean matches(byte[] config) {
    return config.length > SPS_AT
        && (config[5] & 0x1F) > 0
        && SPS_AT + spsBytes(config) <= config.length
        && (config[SPS_AT] & 0x1F) == NAL_TYPE_SPS;
  }

  static VideoFormat format(byte[] config) {
    if (!matches(config)) {
      return VideoFormat.UNKNOWN;
    }
    return AvcSps.format(BitReader.ofNalUnit(config, SPS_AT + 1, SPS_AT + spsBytes(config)));
  }

  /// The record that holds `sets`, with lengths of 4 bytes; empty if they are not whole.
  static byte[] of(ParameterSets sets) {
    if (sets.sequence().isEmpty()
        || sets.picture().isEmpty()
        || sets.sequence().getFirst().length < PROFILE_AT + 3) {
      return new byte[0];
    }
    byte[] sps = sets.sequence().getFirst();
    ByteBuf out = Unpooled.buffer();
    out.writeByte(1).writeBytes(sps, PROFILE_AT, 3);
    out.writeByte(0xFC | 3); // lengthSizeMinusOne
    writeSets(0xE0, sets.sequence(), MAX_SEQUENCE_SETS, out);
    writeSets(0, sets.picture(), MAX_PICTURE_SETS, out);
    if (AvcSps.hasChromaFormat(sps[PROFILE_AT] & 0xFF)) {
      writeSampleFormat(AvcSps.sampleFormat(BitReader.ofNalUnit(sps, 1, sps.length)), out);
    }
    return ByteBufUtil.getBytes(out);
  }

  private static void writeSets(int reserved, List<byte[]> sets, int maxSets, ByteBuf out) {
    int count = Math.min(sets.size(), maxSets);
    out.writeByte(reserved | count);
    for (byte[] set : sets.subList(0, count)) {
      out.writeShort(set.length).writeBytes(set);
    }
  }

  private static void writeSampleFormat(SampleFormat format, ByteBuf out) {
    out.writeByte(0xFC | format.chromaFormat());
    out.writeByte(0xF8 | format.lumaBits() - 8);
    out.writeByte(0xF8 | format.chromaBits() - 8);
    out.writeByte(0); // numOfSequenceParameterSetExt
  }

  private static int spsBytes(byte[] config) {
    return Math.max(1, (config[SPS_LENGTH_AT] & 0xFF) << 8 | config[SPS_LENGTH_AT + 1] & 0xFF);
  }
}
