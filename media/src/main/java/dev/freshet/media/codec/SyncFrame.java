package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;

/// The headers of codecs whose every frame describes itself: MP3, AC-3 and E-AC-3.
public final class SyncFrame {
  /// As much of a frame as tells its format and size.
  public static final int HEADER_BYTES = 8;

  private static final int[] AC3_RATES = {48_000, 44_100, 32_000, 0};
  private static final int[] AC3_CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
  private static final int[] EAC3_BLOCKS = {1, 2, 3, 6};
  private static final int[] MP3_RATES = {44_100, 48_000, 32_000, 0};
  private static final int[] AC3_KBIT_RATES = {
    32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
  };
  private static final int[] LAYER_1_KBIT_RATES = {
    0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0
  };
  private static final int[] LAYER_2_KBIT_RATES = {
    0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0
  };
  private static final int[] LAYER_3_KBIT_RATES = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0
  };
  private static final int[] LOW_LAYER_1_KBIT_RATES = {
    0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0
  };
  private static final int[] LOW_KBIT_RATES = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0
  };
  private static final int AC3_SYNC_WORD = 0x0B77;
  private static final int SAMPLES_PER_BLOCK = 256;

  private SyncFrame() {}

  /// What the frame's header tells; unknown if `frame` does not begin with one. Leaves the buffer
  /// as it is.
  public static AudioFormat format(AudioCodec codec, ByteBuf frame) {
    byte[] header = new byte[Math.min(HEADER_BYTES, frame.readableBytes())];
    frame.getBytes(frame.readerIndex(), header);
    BitReader in = new BitReader(header, 0, header.length);
    AudioFormat format = codec == AudioCodec.MP3 ? mp3(in) : ac3(in);
    return in.isOverrun() ? AudioFormat.UNKNOWN : format;
  }

  /// The bits of a frame's header that its format depends on: as long as they do not change, the
  /// format does not. Leaves the buffer as it is.
  public static int key(AudioCodec codec, ByteBuf frame) {
    if (frame.readableBytes() < HEADER_BYTES) {
      return 0;
    }
    return switch (codec) {
      case MP3 -> frame.getInt(frame.readerIndex()) & 0xFFFE0CC0;
      case AC3 -> frame.getInt(frame.readerIndex() + 4) & 0xC0FFFF00;
      case EAC3 -> frame.getInt(frame.readerIndex() + 4) & 0xFFF80000;
      case AAC, OPUS, FLAC, G711A, G711U, SPEEX -> 0;
    };
  }

  /// Size of the frame that begins at `at`, of which at least [#HEADER_BYTES] are there; 0 if none
  /// begins, or its header does not tell (free format).
  public static int frameBytes(AudioCodec codec, ByteBuf in, int at) {
    return switch (codec) {
      case MP3 -> mp3Bytes(in.getInt(at));
      case AC3, EAC3 ->
          in.getUnsignedShort(at) == AC3_SYNC_WORD
              ? ac3Bytes(in.getUnsignedShort(at + 2), in.getUnsignedShort(at + 4))
              : 0;
      case AAC, OPUS, FLAC, G711A, G711U, SPEEX -> 0;
    };
  }

  /// Whether a frame of E-AC-3 begins at `at` that belongs to the one before: a dependent substream
  /// (ETSI TS 102 366 E.1.3.1.1).
  public static boolean isDependent(ByteBuf in, int at) {
    return in.getUnsignedShort(at) == AC3_SYNC_WORD
        && in.getUnsignedByte(at + 2) >> 6 == 1
        && in.getUnsignedByte(at + 5) >> 3 > 10;
  }

  /// ISO/IEC 11172-3 2.4.3.1.
  private static int mp3Bytes(int header) {
    int version = header >> 19 & 3;
    int layer = 4 - (header >> 17 & 3);
    int rate = MP3_RATES[header >> 10 & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    if (header >>> 21 != 0x7FF || version == 1 || layer == 4 || rate == 0) {
      return 0;
    }
    int bitRate = mp3KbitRates(version, layer)[header >> 12 & 15] * 1_000;
    int padding = header >> 9 & 1;
    if (bitRate == 0) {
      return 0;
    }
    return layer == 1
        ? (12 * bitRate / rate + padding) * 4
        : mp3Samples(version, layer) / 8 * bitRate / rate + padding;
  }

  private static int[] mp3KbitRates(int version, int layer) {
    if (version != 3) {
      return layer == 1 ? LOW_LAYER_1_KBIT_RATES : LOW_KBIT_RATES;
    }
    return switch (layer) {
      case 1 -> LAYER_1_KBIT_RATES;
      case 2 -> LAYER_2_KBIT_RATES;
      default -> LAYER_3_KBIT_RATES;
    };
  }

  /// ETSI TS 102 366 table 4.13, of which this is the rule, and E.1.3.1.3.
  private static int ac3Bytes(int second, int third) {
    if ((third >> 3 & 0x1F) > 10) {
      return ((second & 0x7FF) + 1) * 2;
    }
    int sizeCode = third >> 8 & 0x3F;
    int rate = AC3_RATES[third >> 14];
    if (rate == 0 || sizeCode / 2 >= AC3_KBIT_RATES.length) {
      return 0;
    }
    int words = AC3_KBIT_RATES[sizeCode / 2] * 96_000 / rate;
    return 2 * (words + (rate == 44_100 ? sizeCode & 1 : 0));
  }

  /// What MP4 says of the sound before its first frame: the body of `dac3` or `dec3` (ETSI TS 102
  /// 366 F.4, F.6); empty for MP3, which has none, and for what is no such frame. Leaves the buffer
  /// as it is.
  public static byte[] config(AudioCodec codec, ByteBuf frame) {
    AudioFormat format = format(codec, frame);
    if (format.sampleRate() == 0) {
      return new byte[0];
    }
    byte[] header = new byte[HEADER_BYTES];
    frame.getBytes(frame.readerIndex(), header);
    BitReader in = new BitReader(header, 0, header.length);
    in.skip(16); // sync word
    return switch (codec) {
      case AC3 -> dac3(in);
      case EAC3 -> dec3(in, format);
      case AAC, MP3, OPUS, FLAC, G711A, G711U, SPEEX -> new byte[0];
    };
  }

  private static byte[] dac3(BitReader in) {
    in.skip(16); // checksum
    int rate = in.bits(2);
    int bitRate = in.bits(6) >> 1;
    int idAndMode = in.bits(8); // bsid, bsmod
    int channels = in.bits(3);
    in.skip((channels & 1) != 0 && channels != 1 ? 2 : 0);
    in.skip((channels & 4) != 0 ? 2 : 0);
    in.skip(channels == 2 ? 2 : 0);
    int lowFrequency = in.bits(1);
    int bits = rate << 22 | idAndMode << 14 | channels << 11 | lowFrequency << 10 | bitRate << 5;
    return new byte[] {(byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  /// One independent substream, as broadcasters send it.
  private static byte[] dec3(BitReader in, AudioFormat format) {
    in.skip(5); // stream type, substream
    long frameBytes = (in.bits(11) + 1L) * 2;
    int rate = in.bits(2);
    in.skip(2); // blocks
    int channels = in.bits(3);
    int lowFrequency = in.bits(1);
    int id = in.bits(5);
    long bitsPerSecond = frameBytes * 8 * format.sampleRate() / format.samplesPerFrame();
    int dataRate = (int) Math.min(0x1FFF, bitsPerSecond / 1000);
    int substream = rate << 22 | id << 17 | channels << 9 | lowFrequency << 8;
    int first = dataRate << 3; // and num_ind_sub, 0 for one
    return new byte[] {
      (byte) (first >> 8),
      (byte) first,
      (byte) (substream >> 16),
      (byte) (substream >> 8),
      (byte) substream
    };
  }

  /// ISO/IEC 11172-3 2.4.1.3.
  private static AudioFormat mp3(BitReader in) {
    int sync = in.bits(11);
    int version = in.bits(2); // 3 is MPEG-1, 2 is MPEG-2, 0 is 2.5
    int layer = 4 - in.bits(2);
    in.skip(5); // protection, bit rate
    int rate = MP3_RATES[in.bits(2)] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    in.skip(2); // padding, private
    int channels = in.bits(2) == 3 ? 1 : 2;
    if (sync != 0x7FF || version == 1 || layer == 4 || rate == 0) {
      return AudioFormat.UNKNOWN;
    }
    return new AudioFormat(rate, channels, mp3Samples(version, layer));
  }

  private static int mp3Samples(int version, int layer) {
    if (layer == 1) {
      return 384;
    }
    return layer == 3 && version != 3 ? 576 : 1152;
  }

  /// ETSI TS 102 366 4.3 (AC-3) and E.1.2 (E-AC-3), which a `bsid` above 10 tells apart.
  private static AudioFormat ac3(BitReader in) {
    if (in.bits(16) != AC3_SYNC_WORD) {
      return AudioFormat.UNKNOWN;
    }
    int afterSync = in.bits(24);
    int bsid = in.bits(5);
    return bsid > 10 ? eac3(afterSync) : ac3(in, afterSync);
  }

  private static AudioFormat ac3(BitReader in, int afterSync) {
    int rate = AC3_RATES[afterSync >> 6 & 3];
    in.skip(3); // bsmod
    int mode = in.bits(3);
    in.skip((mode & 1) != 0 && mode != 1 ? 2 : 0); // centre mix level
    in.skip((mode & 4) != 0 ? 2 : 0); // surround mix level
    in.skip(mode == 2 ? 2 : 0); // Dolby Surround mode
    int lowFrequency = in.bits(1);
    return format(rate, AC3_CHANNELS[mode] + lowFrequency, 6);
  }

  private static AudioFormat eac3(int afterSync) {
    int rateCode = afterSync >> 6 & 3;
    int second = afterSync >> 4 & 3; // blocks, or the reduced rate's code
    int rate = rateCode == 3 ? AC3_RATES[second] / 2 : AC3_RATES[rateCode];
    int blocks = rateCode == 3 ? 6 : EAC3_BLOCKS[second];
    return format(rate, AC3_CHANNELS[afterSync >> 1 & 7] + (afterSync & 1), blocks);
  }

  private static AudioFormat format(int rate, int channels, int blocks) {
    if (rate == 0) {
      return AudioFormat.UNKNOWN;
    }
    return new AudioFormat(rate, channels, blocks * SAMPLES_PER_BLOCK);
  }
}
