package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;

/// The headers of codecs whose every frame describes itself: MP3, AC-3 and E-AC-3.
public final class SyncFrame {
  /// As much of a frame as tells its format.
  private static final int HEADER_BYTES = 8;

  private static final int[] AC3_RATES = {48_000, 44_100, 32_000, 0};
  private static final int[] AC3_CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
  private static final int[] EAC3_BLOCKS = {1, 2, 3, 6};
  private static final int[] MP3_RATES = {44_100, 48_000, 32_000, 0};
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
