package dev.freshet.media.codec;

/// What a NAL unit holds, as far as containers care (H.264 table 7-1, H.265 table 7-1). A value: no
/// owner.
public enum NalUnitKind {
  /// A piece of a picture that decoding may start with: IDR; in HEVC any IRAP picture.
  KEYFRAME_SLICE,
  /// A piece of any other picture.
  SLICE,
  /// What holds for all layers; HEVC only.
  VIDEO_PARAMETERS,
  SEQUENCE_PARAMETERS,
  PICTURE_PARAMETERS,
  /// Says that an access unit begins: MPEG-TS wants it, ISO files do not.
  DELIMITER,
  /// Supplemental information, filler, ends of sequences, and what is not known.
  OTHER;

  /// The kind of the unit whose header begins with `firstByte`.
  public static NalUnitKind of(VideoCodec codec, byte firstByte) {
    return switch (codec) {
      case AVC -> avc(firstByte & 0x1F);
      case HEVC -> hevc(firstByte >> 1 & 0x3F);
      case VVC, AV1, VP9, VP8 -> OTHER;
    };
  }

  /// Whether a decoder must have it before the pictures.
  public boolean isParameterSet() {
    return switch (this) {
      case VIDEO_PARAMETERS, SEQUENCE_PARAMETERS, PICTURE_PARAMETERS -> true;
      case KEYFRAME_SLICE, SLICE, DELIMITER, OTHER -> false;
    };
  }

  private static NalUnitKind avc(int type) {
    return switch (type) {
      case 1, 2, 3, 4 -> SLICE;
      case 5 -> KEYFRAME_SLICE;
      case 7 -> SEQUENCE_PARAMETERS;
      case 8 -> PICTURE_PARAMETERS;
      case 9 -> DELIMITER;
      default -> OTHER;
    };
  }

  private static NalUnitKind hevc(int type) {
    if (type < 32) {
      return type >= 16 && type <= 23 ? KEYFRAME_SLICE : SLICE;
    }
    return switch (type) {
      case 32 -> VIDEO_PARAMETERS;
      case 33 -> SEQUENCE_PARAMETERS;
      case 34 -> PICTURE_PARAMETERS;
      case 35 -> DELIMITER;
      default -> OTHER;
    };
  }
}
