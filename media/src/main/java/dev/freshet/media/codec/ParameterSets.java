package dev.freshet.media.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The parameter sets of H.264 or H.265, each a whole NAL unit with its header: taken out of a
/// decoder configuration record, or made into one. A value; its bytes must not be changed.
///
/// @param video VPS, none in H.264
/// @param sequence SPS
/// @param picture PPS
public record ParameterSets(List<byte[]> video, List<byte[]> sequence, List<byte[]> picture) {
  /// There are none.
  public static final ParameterSets NONE = new ParameterSets(List.of(), List.of(), List.of());

  private static final int MAX_SET_BYTES = 0xFFFF; // the records' lengths have 16 bits
  private static final int AVC_SETS_AT = 5;
  private static final int HEVC_ARRAYS_AT = 22;

  public ParameterSets {
    video = List.copyOf(video);
    sequence = List.copyOf(sequence);
    picture = List.copyOf(picture);
  }

  /// Size of the lengths before the NAL units of a track with this avcC or hvcC, 1 to 4.
  public static int lengthBytes(VideoCodec codec, byte[] config) {
    int at = codec == VideoCodec.HEVC ? 21 : 4; // lengthSizeMinusOne in the last two bits
    return config.length > at ? (config[at] & 3) + 1 : 4;
  }

  /// The sets in an avcC or hvcC (ISO/IEC 14496-15 5.3.3.1, 8.3.3.1), up to where it is broken.
  public static ParameterSets of(VideoCodec codec, byte[] config) {
    return switch (codec) {
      case AVC -> ofAvc(config);
      case HEVC -> ofHevc(config);
      case VVC, AV1, VP9, VP8 -> NONE;
    };
  }

  /// The record that holds these sets, with lengths of 4 bytes; empty if they are not whole.
  public byte[] config(VideoCodec codec) {
    for (byte[] set : inOrder()) {
      if (set.length > MAX_SET_BYTES) {
        return new byte[0];
      }
    }
    return switch (codec) {
      case AVC -> AvcConfig.of(this);
      case HEVC -> HevcConfig.of(this);
      case VVC, AV1, VP9, VP8 -> new byte[0];
    };
  }

  /// All of them in the order in which a decoder wants them.
  public List<byte[]> inOrder() {
    List<byte[]> all = new ArrayList<>(video);
    all.addAll(sequence);
    all.addAll(picture);
    return all;
  }

  private static ParameterSets ofAvc(byte[] config) {
    if (config.length <= AVC_SETS_AT) {
      return NONE;
    }
    List<byte[]> sequence = new ArrayList<>();
    List<byte[]> picture = new ArrayList<>();
    int at = units(config, AVC_SETS_AT + 1, config[AVC_SETS_AT] & 0x1F, sequence);
    if (at < config.length) {
      units(config, at + 1, config[at] & 0xFF, picture);
    }
    return new ParameterSets(List.of(), sequence, picture);
  }

  private static ParameterSets ofHevc(byte[] config) {
    List<byte[]> video = new ArrayList<>();
    List<byte[]> sequence = new ArrayList<>();
    List<byte[]> picture = new ArrayList<>();
    List<byte[]> others = new ArrayList<>();
    int at = HEVC_ARRAYS_AT + 1;
    int arrays = config.length > HEVC_ARRAYS_AT ? config[HEVC_ARRAYS_AT] & 0xFF : 0;
    for (int array = 0; array < arrays && at + 3 <= config.length; array++) {
      int count = unsigned16(config, at + 1);
      List<byte[]> into =
          switch (config[at] & 0x3F) {
            case 32 -> video;
            case 33 -> sequence;
            case 34 -> picture;
            default -> others; // SEI
          };
      at = units(config, at + 3, count, into);
    }
    return new ParameterSets(video, sequence, picture);
  }

  /// Takes `count` units, each behind 16 bits of length.
  ///
  /// @return where the next field stands, or the end of a broken record
  private static int units(byte[] config, int from, int count, List<byte[]> units) {
    int at = from;
    for (int i = 0; i < count; i++) {
      if (at + 2 > config.length || at + 2 + unsigned16(config, at) > config.length) {
        return config.length;
      }
      int end = at + 2 + unsigned16(config, at);
      if (end > at + 2) {
        units.add(Arrays.copyOfRange(config, at + 2, end));
      }
      at = end;
    }
    return at;
  }

  private static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}
