package dev.freshet.media.codec;

/// The identification header of Opus (RFC 7845 5.1).
public final class OpusHead {
  /// Opus always decodes at this rate.
  public static final int SAMPLE_RATE = 48_000;

  private static final int BYTES = 19;
  private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};

  private OpusHead() {}

  /// A header for a publisher that sent none.
  ///
  /// @param channels 1 or 2
  public static byte[] of(int channels) {
    byte[] head = new byte[BYTES]; // no gain, mapping family 0
    System.arraycopy(MAGIC, 0, head, 0, MAGIC.length);
    head[8] = 1; // version
    head[9] = (byte) channels;
    head[12] = (byte) SAMPLE_RATE;
    head[13] = (byte) (SAMPLE_RATE >> 8);
    return head;
  }

  static AudioFormat format(byte[] config) {
    if (config.length < BYTES) {
      return AudioFormat.UNKNOWN;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (config[i] != MAGIC[i]) {
        return AudioFormat.UNKNOWN;
      }
    }
    return new AudioFormat(SAMPLE_RATE, config[9] & 0xFF, 0); // packets may differ in length
  }
}
