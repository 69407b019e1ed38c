package dev.freshet.media.codec;

/// AV1CodecConfigurationRecord (AV1 in ISO BMFF 2.3.3) and the sequence header OBU in it.
public final class Av1Config {
  /// Bytes before the OBUs.
  private static final int HEADER_BYTES = 4;

  private static final int OBU_SEQUENCE_HEADER = 1;
  private static final int TS_DESCRIPTOR_TAG = 0x80;

  private Av1Config() {}

  /// The record that says the same as an AV1 video descriptor of MPEG-TS, or an empty one if
  /// `descriptor` is none. The two differ in the upper bits of their last byte only.
  public static byte[] ofTsDescriptor(byte[] descriptor) {
    if (descriptor.length < 6 || (descriptor[0] & 0xFF) != TS_DESCRIPTOR_TAG) {
      return new byte[0];
    }
    return new byte[] {descriptor[2], descriptor[3], descriptor[4], (byte) (descriptor[5] & 0x1F)};
  }

  static VideoFormat format(byte[] config) {
    int at = HEADER_BYTES;
    while (at < config.length) {
      int header = config[at++];
      at += header >> 2 & 1; // extension
      BitReader in = new BitReader(config, Math.min(at, config.length), config.length);
      int bytes = (header & 2) != 0 ? leb128(in) : in.remainingBits() / 8;
      at = config.length - in.remainingBits() / 8;
      if (in.isOverrun() || bytes < 0 || bytes > config.length - at) {
        return VideoFormat.UNKNOWN;
      }
      if ((header >> 3 & 15) == OBU_SEQUENCE_HEADER) {
        return sequenceHeader(new BitReader(config, at, at + bytes));
      }
      at += bytes;
    }
    return VideoFormat.UNKNOWN;
  }

  private static int leb128(BitReader in) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      boolean more = in.flag();
      value |= in.bits(7) << 7 * i;
      if (!more) {
        return value;
      }
    }
    return -1; // no configuration is that long
  }

  /// sequence_header_obu (AV1 5.5.1) up to the picture size.
  private static VideoFormat sequenceHeader(BitReader in) {
    in.skip(4); // seq_profile, still_picture
    double fps = 0;
    if (in.flag()) {
      in.skip(5); // reduced_still_picture_header: only a level
    } else {
      fps = timingAndOperatingPoints(in);
    }
    int widthBits = in.bits(4) + 1;
    int heightBits = in.bits(4) + 1;
    int width = in.bits(widthBits) + 1;
    int height = in.bits(heightBits) + 1;
    return in.isOverrun() ? VideoFormat.UNKNOWN : new VideoFormat(width, height, fps);
  }

  private static double timingAndOperatingPoints(BitReader in) {
    double fps = 0;
    int delayBits = 0;
    if (in.flag()) {
      fps = timing(in);
      if (in.flag()) {
        delayBits = in.bits(5) + 1;
        in.skip(42); // num_units_in_decoding_tick and two lengths
      }
    }
    boolean hasDisplayDelay = in.flag();
    for (int i = in.bits(5); i >= 0; i--) {
      skipOperatingPoint(in, delayBits, hasDisplayDelay);
    }
    return fps;
  }

  private static double timing(BitReader in) {
    long unitsInTick = in.longBits(32);
    long timeScale = in.longBits(32);
    if (!in.flag()) {
      return 0; // pictures need not follow each other at equal intervals
    }
    return VideoFormat.fps(timeScale, unitsInTick * (in.ue() + 1L)); // uvlc is ue's code (4.10.3)
  }

  private static void skipOperatingPoint(BitReader in, int delayBits, boolean hasDisplayDelay) {
    in.skip(12); // operating_point_idc
    if (in.bits(5) > 7) {
      in.skip(1); // seq_tier
    }
    if (delayBits > 0 && in.flag()) {
      in.skip(2 * delayBits + 1);
    }
    if (hasDisplayDelay && in.flag()) {
      in.skip(4);
    }
  }
}
