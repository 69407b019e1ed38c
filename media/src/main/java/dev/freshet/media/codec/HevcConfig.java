package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/// HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 8.3.3.1).
public final class HevcConfig {
  private static final int ARRAYS_AT = 22;
  private static final int NAL_TYPE_SPS = 33;
  private static final int NAL_TYPE_VPS = 32;
  private static final int NAL_TYPE_PPS = 34;
  private static final int NAL_HEADER_BYTES = 2;
  private static final int PROFILE_TIER_LEVEL_BYTES = 12;
  private static final int MAX_SETS = 64;

  private HevcConfig() {}

  /// Whether `config` is such a record: it holds an H.265 sequence parameter set where one belongs.
  public static boolean matches(byte[] config) {
    return findSps(config) > 0;
  }

  static VideoFormat format(byte[] config) {
    int at = findSps(config);
    if (at < 0) {
      return VideoFormat.UNKNOWN;
    }
    int end = at + unsigned16(config, at - 2);
    return HevcSps.format(BitReader.ofNalUnit(config, at + NAL_HEADER_BYTES, end));
  }

  /// The record that holds `sets`, with lengths of 4 bytes; empty if they are not whole.
  static byte[] of(ParameterSets sets) {
    if (sets.video().isEmpty() || sets.sequence().isEmpty() || sets.picture().isEmpty()) {
      return new byte[0];
    }
    byte[] sps = sets.sequence().getFirst();
    BitReader in = BitReader.ofNalUnit(sps, Math.min(NAL_HEADER_BYTES, sps.length), sps.length);
    if (in.remainingBits() < 8 + 8 * PROFILE_TIER_LEVEL_BYTES) {
      return new byte[0];
    }
    ByteBuf out = Unpooled.buffer();
    writeGeneral(in, HevcSps.sampleFormat(in.copy()), out);
    out.writeByte(3); // numOfArrays
    writeArray(NAL_TYPE_VPS, sets.video(), out);
    writeArray(NAL_TYPE_SPS, sets.sequence(), out);
    writeArray(NAL_TYPE_PPS, sets.picture(), out);
    return ByteBufUtil.getBytes(out);
  }

  private static void writeGeneral(BitReader sps, SampleFormat format, ByteBuf out) {
    sps.skip(4); // sps_video_parameter_set_id
    int temporalLayers = sps.bits(3) + 1;
    int isNested = sps.bits(1);
    out.writeByte(1);
    for (int i = 0; i < PROFILE_TIER_LEVEL_BYTES; i++) {
      out.writeByte(sps.bits(8));
    }
    out.writeShort(0xF000); // min_spatial_segmentation_idc: not known
    out.writeByte(0xFC); // parallelismType: not known
    out.writeByte(0xFC | format.chromaFormat());
    out.writeByte(0xF8 | format.lumaBits() - 8);
    out.writeByte(0xF8 | format.chromaBits() - 8);
    out.writeShort(0); // avgFrameRate: not known
    out.writeByte((temporalLayers & 7) << 3 | isNested << 2 | 3); // 3: lengthSizeMinusOne
  }

  private static void writeArray(int type, List<byte[]> sets, ByteBuf out) {
    int count = Math.min(sets.size(), MAX_SETS);
    out.writeByte(0x80 | type); // array_completeness: none stand among the pictures
    out.writeShort(count);
    for (byte[] set : sets.subList(0, count)) {
      out.writeShort(set.length).writeBytes(set);
    }
  }

  /// Where the first whole sequence parameter set begins, or -1.
  private static int findSps(byte[] config) {
    int at = ARRAYS_AT + 1;
    for (int array = 0; at + 3 <= config.length && array < config[ARRAYS_AT]; array++) {
      int type = config[at] & 0x3F;
      int count = unsigned16(config, at + 1);
      at += 3;
      for (int i = 0; i < count && at + 2 <= config.length; i++) {
        int bytes = unsigned16(config, at);
        at += 2;
        if (type == NAL_TYPE_SPS && bytes > NAL_HEADER_BYTES && at + bytes <= config.length) {
          return at;
        }
        at += bytes;
      }
    }
    return -1;
  }

  private static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}
