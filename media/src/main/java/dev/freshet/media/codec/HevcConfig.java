package dev.freshet.media.codec;

/// HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 8.3.3.1).
public final class HevcConfig {
  private static final int ARRAYS_AT = 22;
  private static final int NAL_TYPE_SPS = 33;
  private static final int NAL_HEADER_BYTES = 2;

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
