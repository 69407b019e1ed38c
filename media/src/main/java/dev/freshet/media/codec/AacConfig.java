package dev.freshet.media.codec;

import org.jspecify.annotations.Nullable;

/// AudioSpecificConfig of AAC (ISO/IEC 14496-3 1.6.2.1). Owned by one call.
///
/// SBR doubles the rate and the samples of a frame, parametric stereo makes two channels of one;
/// both are found whether signalled explicitly or behind the sync words 0x2B7 and 0x548.
public final class AacConfig {
  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};
  private static final int SBR = 5;
  private static final int PS = 29;
  private static final int LOW_DELAY = 23;
  private static final int ENHANCED_LOW_DELAY = 39;

  private final BitReader in;
  private int objectType;
  private int sampleRate;
  private int outputRate;
  private int channelConfig;
  private int channels;
  private boolean isShort;
  private boolean hasParametricStereo;

  private AacConfig(byte[] config) {
    in = new BitReader(config, 0, config.length);
  }

  static AudioFormat format(byte[] config) {
    return new AacConfig(config).read();
  }

  /// The audio object type that the configuration begins with: 2 is AAC-LC, 5 is HE-AAC; AAC-LC if
  /// there is nothing to read.
  public static int objectType(byte[] config) {
    AacConfig read = new AacConfig(config);
    int type = read.objectType();
    return read.in.isOverrun() ? 2 : type;
  }

  /// The configuration for the frames behind an ADTS header (1.A.2.2), of which these are the
  /// fields.
  public static byte[] ofAdts(int profile, int rateIndex, int channelConfig) {
    int bits = profile + 1 << 11 | rateIndex << 7 | channelConfig << 3;
    return new byte[] {(byte) (bits >> 8), (byte) bits};
  }

  /// The ADTS header for frames of this configuration, of which it tells the core: SBR and
  /// parametric stereo are found in the frames. Null if ADTS has no words for it.
  static @Nullable AdtsHeader adtsHeader(byte[] config) {
    AacConfig aac = new AacConfig(config);
    AudioFormat format = aac.read();
    int rateIndex = aac.rateIndex();
    boolean fits =
        aac.objectType >= 1
            && aac.objectType <= 4 // ADTS has 2 bits for it
            && aac.channelConfig >= 1
            && aac.channelConfig <= 7 // 3 bits; 0 would need the channels in each frame
            && rateIndex >= 0
            && !aac.isShort;
    return format.samplesPerFrame() > 0 && fits
        ? new AdtsHeader(aac.objectType - 1, rateIndex, aac.channelConfig)
        : null;
  }

  private int rateIndex() {
    for (int i = 0; i < SAMPLE_RATES.length; i++) {
      if (SAMPLE_RATES[i] == sampleRate) {
        return i;
      }
    }
    return -1;
  }

  private AudioFormat read() {
    objectType = objectType();
    sampleRate = rate();
    outputRate = sampleRate;
    channelConfig = in.bits(4);
    channels = CHANNELS[channelConfig];
    if (objectType == SBR || objectType == PS) {
      hasParametricStereo = objectType == PS;
      outputRate = rate();
      objectType = objectType();
    }
    if (in.isOverrun()) {
      return AudioFormat.UNKNOWN;
    }
    int coreSamples = coreSamples();
    return in.isOverrun() ? output(0) : output(coreSamples);
  }

  private AudioFormat output(int coreSamples) {
    int outputChannels = channels == 1 && hasParametricStereo ? 2 : channels;
    int samples = sampleRate == 0 ? 0 : (int) ((long) coreSamples * outputRate / sampleRate);
    return new AudioFormat(outputRate, outputChannels, samples);
  }

  private int objectType() {
    int type = in.bits(5);
    return type == 31 ? 32 + in.bits(6) : type;
  }

  private int rate() {
    int index = in.bits(4);
    if (index == 15) {
      return in.bits(24);
    }
    return index < SAMPLE_RATES.length ? SAMPLE_RATES[index] : 0;
  }

  /// Samples of a frame before SBR; reads on to the backward-compatible extension.
  private int coreSamples() {
    return switch (objectType) {
      case ENHANCED_LOW_DELAY -> in.flag() ? 480 : 512;
      case 1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, LOW_DELAY -> generalAudio();
      default -> 0;
    };
  }

  /// GASpecificConfig (4.4.1).
  private int generalAudio() {
    isShort = in.flag();
    if (in.flag()) {
      in.skip(14); // coreCoderDelay
    }
    boolean hasExtension = in.flag();
    if (channelConfig == 0) {
      channels = programConfigChannels();
    }
    if (!hasExtension && outputRate == sampleRate) {
      backwardCompatibleSbr();
    }
    if (objectType == LOW_DELAY) {
      return isShort ? 480 : 512;
    }
    return isShort ? 960 : 1024;
  }

  private void backwardCompatibleSbr() {
    if (in.remainingBits() < 16 || in.bits(11) != 0x2B7) {
      return;
    }
    if (objectType() == SBR && in.flag()) {
      outputRate = rate();
      if (in.remainingBits() >= 12 && in.bits(11) == 0x548) {
        hasParametricStereo = in.flag();
      }
    }
  }

  /// program_config_element (4.4.1.1).
  private int programConfigChannels() {
    in.skip(10); // tag, object type, rate
    int elements = in.bits(4) + in.bits(4) + in.bits(4); // front, side, back
    int lowFrequency = in.bits(2);
    in.skip(7); // associated data, coupling
    in.skip(in.flag() ? 4 : 0); // mono mixdown
    in.skip(in.flag() ? 4 : 0); // stereo mixdown
    in.skip(in.flag() ? 3 : 0); // matrix mixdown
    int found = lowFrequency;
    for (int i = 0; i < elements; i++) {
      found += in.flag() ? 2 : 1; // a pair or a single channel
      in.skip(4);
    }
    return found;
  }
}
