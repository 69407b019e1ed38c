package dev.freshet.media.codec;

/// Sequence parameter set of H.264 (7.3.2.1.1), read up to its timing. Owned by one call.
final class AvcSps {
  private static final int MAX_POC_CYCLE = 255;

  private final BitReader in;
  private int chromaFormat = 1;
  private int lumaBits = 8;
  private int chromaBits = 8;
  private boolean separatePlanes;

  private AvcSps(BitReader in) {
    this.in = in;
  }

  /// @param in behind the NAL unit's header
  static VideoFormat format(BitReader in) {
    VideoFormat format = new AvcSps(in).read();
    return in.isOverrun() ? VideoFormat.UNKNOWN : format;
  }

  /// @param in behind the NAL unit's header
  static SampleFormat sampleFormat(BitReader in) {
    AvcSps sps = new AvcSps(in);
    sps.readProfile();
    return new SampleFormat(sps.chromaFormat, sps.lumaBits, sps.chromaBits);
  }

  private VideoFormat read() {
    readProfile();
    in.ue(); // log2_max_frame_num_minus4
    pictureOrderCount();
    in.ue(); // max_num_ref_frames
    in.skip(1); // gaps_in_frame_num_value_allowed_flag
    return pictureSize();
  }

  private void readProfile() {
    int profile = in.bits(8);
    in.skip(16); // constraint flags, level
    in.ue(); // seq_parameter_set_id
    if (hasChromaFormat(profile)) {
      chromaAndScaling();
    }
  }

  /// Whether sets of this profile tell their sample format; others are 4:2:0 with 8 bits.
  static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private void chromaAndScaling() {
    chromaFormat = in.ue();
    separatePlanes = chromaFormat == 3 && in.flag();
    lumaBits = 8 + in.ue();
    chromaBits = 8 + in.ue();
    in.skip(1); // qpprime_y_zero_transform_bypass_flag
    if (in.flag()) {
      for (int i = 0; i < (chromaFormat == 3 ? 12 : 8); i++) {
        if (in.flag()) {
          skipScalingList(i < 6 ? 16 : 64);
        }
      }
    }
  }

  private void skipScalingList(int size) {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && next != 0; i++) {
      next = last + in.se() & 0xFF;
      last = next == 0 ? last : next;
    }
  }

  private void pictureOrderCount() {
    int type = in.ue();
    if (type == 0) {
      in.ue(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (type == 1) {
      in.skip(1); // delta_pic_order_always_zero_flag
      in.se();
      in.se();
      for (int i = Math.min(in.ue(), MAX_POC_CYCLE); i > 0; i--) {
        in.se();
      }
    }
  }

  private VideoFormat pictureSize() {
    long width = (in.ue() + 1L) * 16;
    long heightUnits = in.ue() + 1L;
    boolean framesOnly = in.flag();
    if (!framesOnly) {
      in.skip(1); // mb_adaptive_frame_field_flag
    }
    in.skip(1); // direct_8x8_inference_flag
    long height = heightUnits * 16 * (framesOnly ? 1 : 2);
    if (in.flag()) {
      width -= cropUnitX() * (in.ue() + (long) in.ue());
      height -= cropUnitY(framesOnly) * (in.ue() + (long) in.ue());
    }
    double fps = in.flag() ? timing() : 0;
    return new VideoFormat(clamp(width), clamp(height), fps);
  }

  private long cropUnitX() {
    return !separatePlanes && (chromaFormat == 1 || chromaFormat == 2) ? 2 : 1;
  }

  private long cropUnitY(boolean framesOnly) {
    return (!separatePlanes && chromaFormat == 1 ? 2L : 1L) * (framesOnly ? 1 : 2);
  }

  /// video_usability_information (E.1.1); its unit is a field, two of which are a picture.
  private double timing() {
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
      in.ue(); // chroma_sample_loc_type_top_field
      in.ue();
    }
    if (!in.flag()) {
      return 0;
    }
    long unitsInTick = in.longBits(32);
    return VideoFormat.fps(in.longBits(32), unitsInTick * 2);
  }

  private static int clamp(long side) {
    return Math.clamp(side, 0, Integer.MAX_VALUE);
  }
}
