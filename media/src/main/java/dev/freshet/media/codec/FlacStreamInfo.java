package dev.freshet.media.codec;

import java.util.Arrays;

/// STREAMINFO of FLAC (RFC 9639 8.2), bare, or behind its block header, or behind `fLaC` and that.
public final class FlacStreamInfo {
  private static final int BYTES = 34;

  private FlacStreamInfo() {}

  /// The bare block of `config`, or nothing if there is none.
  public static byte[] of(byte[] config) {
    int at = start(config);
    return at < 0 || config.length < at + BYTES
        ? new byte[0]
        : Arrays.copyOfRange(config, at, at + BYTES);
  }

  static AudioFormat format(byte[] config) {
    int at = start(config);
    if (at < 0 || config.length < at + BYTES) {
      return AudioFormat.UNKNOWN;
    }
    BitReader in = new BitReader(config, at, at + BYTES);
    int minBlock = in.bits(16);
    int maxBlock = in.bits(16);
    in.skip(48); // frame sizes
    int sampleRate = in.bits(20);
    return new AudioFormat(sampleRate, in.bits(3) + 1, minBlock == maxBlock ? maxBlock : 0);
  }

  private static int start(byte[] config) {
    if (config.length == BYTES) {
      return 0;
    }
    if (config.length >= 4 && config[0] == 'f' && config[1] == 'L') {
      return 8;
    }
    return config.length >= 4 && config[3] == BYTES ? 4 : -1;
  }
}
