package dev.freshet.media.codec;

import org.jspecify.annotations.Nullable;

/// How pictures are coded. Payloads are length-prefixed NAL units (AVC, HEVC, VVC), a temporal unit
/// of OBUs with or without its delimiter, as it was sent (AV1), or a frame (VP8, VP9).
public enum VideoCodec {
  AVC("avc1", "H.264"),
  HEVC("hvc1", "H.265"),
  VVC("vvc1", "H.266"),
  AV1("av01", "AV1"),
  VP9("vp09", "VP9"),
  VP8("vp08", "VP8");

  private static final VideoCodec[] ALL = values();

  private final String fourCc;
  private final String label;

  VideoCodec(String fourCc, String label) {
    this.fourCc = fourCc;
    this.label = label;
  }

  /// The code in Enhanced RTMP's ExVideoTagHeader.
  public String fourCc() {
    return fourCc;
  }

  /// [#fourCc] as a number, its first character highest, as it stands on the wire.
  public int fourCcNumber() {
    return fourCc.charAt(0) << 24
        | fourCc.charAt(1) << 16
        | fourCc.charAt(2) << 8
        | fourCc.charAt(3);
  }

  /// What people call it.
  public String label() {
    return label;
  }

  /// The codec with this code, or null.
  public static @Nullable VideoCodec byFourCc(String fourCc) {
    for (VideoCodec codec : values()) {
      if (codec.fourCc.equals(fourCc)) {
        return codec;
      }
    }
    return null;
  }

  /// The codec with this code as a number, or null.
  public static @Nullable VideoCodec byFourCcNumber(int number) {
    for (VideoCodec codec : ALL) {
      if (codec.fourCcNumber() == number) {
        return codec;
      }
    }
    return null;
  }
}
