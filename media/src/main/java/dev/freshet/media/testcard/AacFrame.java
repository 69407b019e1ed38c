package dev.freshet.media.testcard;

/// Writes AAC-LC access units of two equal channels at 48 kHz (ISO 14496-3 4.4.2.1): the low
/// coefficients of one long window, one scale factor for all, all of them by [EscapeCodebook]. The
/// channels are coded as their mean and their difference, of which the latter is nothing. Owned by
/// one [TestCardAudio].
final class AacFrame {
  static final int SAMPLE_RATE = 48_000;

  /// AudioSpecificConfig (1.6.2.1): AAC-LC, 48 kHz, two channels.
  private static final byte[] CONFIG = {0x11, (byte) 0x90};

  private static final int SCALE_FACTOR = 132;
  private static final float STEP_SIZE = 256; // 2^((SCALE_FACTOR - 100) / 4)
  private static final int MAX_SFB = 17; // [LowMdct#BINS] coefficients (table 4.129)
  private static final int CHANNEL_PAIR_ELEMENT = 1;
  private static final int END = 7;
  private static final int ESCAPE_CODEBOOK = 11;
  private static final int ZERO_CODEBOOK = 0;

  private final BitWriter out = new BitWriter();

  static byte[] config() {
    return CONFIG.clone();
  }

  /// Writes an access unit; it stands in the answer until the next call.
  BitWriter write(float[] bins) {
    out.reset();
    out.bits(CHANNEL_PAIR_ELEMENT, 3);
    out.bits(0, 4); // element_instance_tag
    out.flag(true); // common_window
    writeWindow();
    out.bits(2, 2); // ms_mask_present: mean and difference in every band
    writeMean(bins);
    writeDifference();
    out.bits(END, 3);
    out.alignWithZeros();
    return out;
  }

  /// ics_info.
  private void writeWindow() {
    out.flag(false); // ics_reserved_bit
    out.bits(0, 2); // ONLY_LONG_SEQUENCE
    out.flag(false); // window_shape: sine
    out.bits(MAX_SFB, 6);
    out.flag(false); // predictor_data_present
  }

  private void writeMean(float[] bins) {
    out.bits(SCALE_FACTOR, 8); // global_gain, and so the first scale factor
    writeSection(ESCAPE_CODEBOOK);
    out.bits(0, MAX_SFB); // scale_factor_data: each equals the one before, a word of one 0
    writeNoTools();
    for (int bin = 0; bin < LowMdct.BINS; bin += 2) {
      EscapeCodebook.write(quantized(bins[bin]), quantized(bins[bin + 1]), out);
    }
  }

  private void writeDifference() {
    out.bits(SCALE_FACTOR, 8);
    writeSection(ZERO_CODEBOOK);
    writeNoTools();
  }

  /// section_data: one section for all bands.
  private void writeSection(int codebook) {
    out.bits(codebook, 4);
    out.bits(MAX_SFB, 5);
  }

  private void writeNoTools() {
    out.bits(0, 3); // pulse_data_present, tns_data_present, gain_control_data_present
  }

  /// The inverse of 4.6.1.3: the decoder takes the magnitude to the power of 4/3.
  private static int quantized(float bin) {
    float magnitude = Math.abs(bin) / STEP_SIZE;
    int quantized = (int) (Math.sqrt(magnitude * Math.sqrt(magnitude)) + 0.4054);
    return bin < 0 ? -quantized : quantized;
  }
}
