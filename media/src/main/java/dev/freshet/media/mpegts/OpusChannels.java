package dev.freshet.media.mpegts;

import dev.freshet.media.codec.OpusHead;
import java.util.Arrays;

/// channel_config_code of Opus in MPEG-TS: as many channels, in Vorbis order (RFC 7845 5.1.1.2).
final class OpusChannels {
  private static final int CHANNELS_AT = 9;
  private static final int FAMILY_AT = 18;
  private static final int STREAMS_AT = 19;
  private static final int COUPLED_AT = 20;
  private static final int MAP_AT = 21;
  private static final int VORBIS = 1; // channel mapping family
  private static final int[] COUPLED = {0, 0, 1, 1, 2, 2, 2, 3, 3};
  private static final byte[][] MAPS = {
    {},
    {0},
    {0, 1},
    {0, 2, 1},
    {0, 1, 2, 3},
    {0, 4, 1, 2, 3},
    {0, 4, 1, 2, 3, 5},
    {0, 4, 1, 2, 3, 5, 6},
    {0, 6, 1, 2, 3, 4, 5, 7}
  };

  private OpusChannels() {}

  /// The code that says the same as an OpusHead; -1 if none does.
  static int code(byte[] head) {
    if (head.length <= FAMILY_AT) {
      return -1;
    }
    int channels = head[CHANNELS_AT] & 0xFF;
    if (head[FAMILY_AT] == 0) {
      return channels == 1 || channels == 2 ? channels : -1;
    }
    return isVorbis(head, channels) ? channels : -1;
  }

  private static boolean isVorbis(byte[] head, int channels) {
    return head[FAMILY_AT] == VORBIS
        && channels >= 1
        && channels < MAPS.length
        && head.length >= MAP_AT + channels
        && head[STREAMS_AT] == channels - COUPLED[channels]
        && head[COUPLED_AT] == COUPLED[channels]
        && Arrays.equals(head, MAP_AT, MAP_AT + channels, MAPS[channels], 0, channels);
  }

  /// An OpusHead that says the same as `code`; what is not a number of channels counts as stereo,
  /// such as 0 for two channels that are no pair.
  static byte[] head(int code) {
    int channels = code >= 1 && code < MAPS.length ? code : 2;
    byte[] head = OpusHead.of(channels);
    if (channels <= 2) {
      return head;
    }
    byte[] mapped = Arrays.copyOf(head, MAP_AT + channels);
    mapped[FAMILY_AT] = VORBIS;
    mapped[STREAMS_AT] = (byte) (channels - COUPLED[channels]);
    mapped[COUPLED_AT] = (byte) COUPLED[channels];
    System.arraycopy(MAPS[channels], 0, mapped, MAP_AT, channels);
    return mapped;
  }
}
