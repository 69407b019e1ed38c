package dev.freshet.media.fmp4;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AacConfig;
import dev.freshet.media.codec.VpxConfig;

/// The `codecs` parameter of a track (RFC 6381 3.3), as playlists and browsers want it. Stateless.
public final class CodecString {
  private CodecString() {}

  /// Such as `avc1.64001f`; the codec's plain code where its configuration does not tell more, or
  /// is broken.
  public static String of(Track track) {
    return switch (track) {
      case Track.Video video -> video(video);
      case Track.Audio audio -> audio(audio);
      case Track.Data _ -> "";
    };
  }

  private static String video(Track.Video track) {
    byte[] config = track.config();
    return switch (track.codec()) {
      case AVC ->
          config.length < 4 ? "avc1" : "avc1." + hex(config[1]) + hex(config[2]) + hex(config[3]);
      case HEVC -> config.length < 13 ? "hvc1" : hevc(config);
      case AV1 -> config.length < 3 ? "av01" : av1(config);
      case VP9 -> vp9(VpxConfig.of(config, track.width(), track.height()));
      case VP8 -> "vp08";
      case VVC -> "vvc1";
    };
  }

  /// ISO/IEC 14496-15 E.3.
  private static String hevc(byte[] config) {
    int profileSpace = config[1] >> 6 & 3;
    StringBuilder text = new StringBuilder("hvc1.");
    text.append(profileSpace == 0 ? "" : String.valueOf((char) ('A' + profileSpace - 1)));
    text.append(config[1] & 0x1F).append('.');
    int flags = 0;
    for (int i = 2; i < 6; i++) {
      flags = flags << 8 | config[i] & 0xFF;
    }
    text.append(Integer.toHexString(Integer.reverse(flags)));
    text.append((config[1] & 0x20) == 0 ? ".L" : ".H").append(config[12] & 0xFF);
    int last = 11;
    while (last > 5 && config[last] == 0) {
      last--;
    }
    for (int i = 6; i <= last; i++) {
      text.append('.').append(Integer.toHexString(config[i] & 0xFF));
    }
    return text.toString();
  }

  /// AV1 in ISO BMFF 5.
  private static String av1(byte[] config) {
    int flags = config[2];
    int bits = (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12;
    char tier = (flags & 0x80) == 0 ? 'M' : 'H';
    return "av01."
        + (config[1] >> 5 & 7)
        + "."
        + twoDigits(config[1] & 0x1F)
        + tier
        + "."
        + twoDigits(bits);
  }

  private static String vp9(byte[] record) {
    int bits = record[2] >> 4 & 0xF;
    return "vp09."
        + twoDigits(record[0] & 0xFF)
        + "."
        + twoDigits(record[1] & 0xFF)
        + "."
        + twoDigits(bits);
  }

  private static String audio(Track.Audio track) {
    return switch (track.codec()) {
      case AAC -> "mp4a.40." + AacConfig.objectType(track.config());
      case MP3 -> "mp4a.40.34";
      case OPUS -> "opus";
      case FLAC -> "fLaC";
      case AC3 -> "ac-3";
      case EAC3 -> "ec-3";
      case G711A, G711U, SPEEX -> track.codec().fourCc();
    };
  }

  private static String twoDigits(int value) {
    return value < 10 ? "0" + value : String.valueOf(value);
  }

  private static String hex(byte value) {
    String digits = Integer.toHexString(value & 0xFF);
    return digits.length() < 2 ? "0" + digits : digits;
  }
}
