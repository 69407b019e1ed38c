package dev.freshet.media.codec;

/// Sequence parameter set of H.265 (7.3.2.2), read up to its timing. Owned by one call.
final class HevcSps {
  private static final int MAX_SHORT_TERM_SETS = 64;
  private static final int MAX_LONG_TERM_PICTURES = 32;
  private static final int MAX_PICTURES_OF_SET = 16;

  private final BitReader in;
  private int maxSubLayersMinus1;
  private int chromaFormat;

  private HevcSps(BitReader in) {
    this.in = in;
  }

  /// @param in behind the NAL unit's header
  static VideoFormat format(BitReader in) {
    HevcSps sps = new HevcSps(in);
    VideoFormat size = sps.readSize();
    if (in.isOverrun()) {
      return VideoFormat.UNKNOWN;
    }
    double fps = sps.readTiming();
    return in.isOverrun() ? size : new VideoFormat(size.width(), size.height(), fps);
  }

  /// @param in behind the NAL unit's header
  static SampleFormat sampleFormat(BitReader in) {
    HevcSps sps = new HevcSps(in);
    sps.readSize();
    return new SampleFormat(sps.chromaFormat, 8 + in.ue(), 8 + in.ue());
  }

  private VideoFormat readSize() {
    in.skip(4); // sps_video_parameter_set_id
    maxSubLayersMinus1 = in.bits(3);
    in.skip(1); // sps_temporal_id_nesting_flag
    skipProfileTierLevel();
    in.ue(); // sps_seq_parameter_set_id
    chromaFormat = in.ue();
    boolean separatePlanes = chromaFormat == 3 && in.flag();
    long width = in.ue();
    long height = in.ue();
    if (in.flag()) {
      int unitX = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2) ? 2 : 1;
      int unitY = !separatePlanes && chromaFormat == 1 ? 2 : 1;
      width -= unitX * (in.ue() + (long) in.ue());
      height -= unitY * (in.ue() + (long) in.ue());
    }
    return new VideoFormat(clamp(width), clamp(height), 0);
  }

  private void skipProfileTierLevel() {
    in.skip(96);
    int present = in.bits(2 * maxSubLayersMinus1);
    if (maxSubLayersMinus1 > 0) {
      in.skip(2 * (8 - maxSubLayersMinus1));
    }
    for (int i = maxSubLayersMinus1 - 1; i >= 0; i--) {
      in.skip((present >> 2 * i + 1 & 1) * 88); // sub_layer_profile_present_flag
      in.skip((present >> 2 * i & 1) * 8); // sub_layer_level_present_flag
    }
  }

  private double readTiming() {
    in.ue(); // bit_depth_luma_minus8
    in.ue(); // bit_depth_chroma_minus8
    int pocBits = in.ue() + 4;
    for (int i = in.flag() ? 0 : maxSubLayersMinus1; i <= maxSubLayersMinus1; i++) {
      skipUe(3); // buffering, reordering, latency
    }
    skipUe(6); // block sizes, transform hierarchy depths
    if (in.flag()) {
      skipScalingLists();
    }
    in.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
    if (in.flag()) {
      in.skip(8); // pcm bit depths
      skipUe(2);
      in.skip(1);
    }
    skipShortTermSets();
    if (in.flag()) {
      in.skip(Math.min(in.ue(), MAX_LONG_TERM_PICTURES) * (Math.min(pocBits, 16) + 1));
    }
    in.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
    return in.flag() ? usabilityTiming() : 0;
  }

  private void skipScalingLists() {
    if (!in.flag()) {
      return; // the default ones
    }
    for (int size = 0; size < 4; size++) {
      for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
        if (!in.flag()) {
          in.ue(); // scaling_list_pred_matrix_id_delta
        } else {
          skipUe((size > 1 ? 1 : 0) + Math.min(64, 1 << 4 + 2 * size));
        }
      }
    }
  }

  private void skipShortTermSets() {
    int count = Math.min(in.ue(), MAX_SHORT_TERM_SETS);
    int pictures = 0;
    for (int set = 0; set < count && !in.isOverrun(); set++) {
      pictures = set > 0 && in.flag() ? predictedSet(pictures) : explicitSet();
    }
  }

  /// st_ref_pic_set (7.3.7) as a difference to the set before, which has `pictures` pictures.
  private int predictedSet(int pictures) {
    in.skip(1); // delta_rps_sign
    in.ue(); // abs_delta_rps_minus1
    int kept = 0;
    for (int i = 0; i <= pictures; i++) {
      boolean used = in.flag();
      if (used || in.flag()) {
        kept++;
      }
    }
    return kept;
  }

  private int explicitSet() {
    int before = Math.min(in.ue(), MAX_PICTURES_OF_SET);
    int after = Math.min(in.ue(), MAX_PICTURES_OF_SET);
    for (int i = 0; i < before + after; i++) {
      in.ue(); // delta_poc_minus1
      in.skip(1); // used_by_curr_pic_flag
    }
    return before + after;
  }

  /// vui_parameters (E.2.1).
  private double usabilityTiming() {
    if (in.flag() && in.bits(8) == 255) {
      in.skip(32); // sample aspect ratio
    }
    if (in.flag()) {
      in.skip(1); // overscan_appropriate_flag
    }
    if (in.flag()) {
      in.skip(4); // video_format, video_full_range_flag
      in.skip(in.flag() ? 24 : 0); // colour description
    }
    if (in.flag()) {
      skipUe(2); // chroma sample locations
    }
    in.skip(3); // neutral chroma, field_seq_flag, frame_field_info_present_flag
    if (in.flag()) {
      skipUe(4); // default display window
    }
    if (!in.flag()) {
      return 0;
    }
    long unitsInTick = in.longBits(32);
    return VideoFormat.fps(in.longBits(32), unitsInTick);
  }

  private void skipUe(int count) {
    for (int i = 0; i < count; i++) {
      in.ue();
    }
  }

  private static int clamp(long side) {
    return Math.clamp(side, 0, Integer.MAX_VALUE);
  }
}
