package dev.freshet.media.codec;

/// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1).
public final class AvcConfig {
  private static final int SPS_LENGTH_AT = 6;
  private static final int SPS_AT = 8;
  private static final int NAL_TYPE_SPS = 7;

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

  private static int spsBytes(byte[] config) {
    return Math.max(1, (config[SPS_LENGTH_AT] & 0xFF) << 8 | config[SPS_LENGTH_AT + 1] & 0xFF);
  }
}
