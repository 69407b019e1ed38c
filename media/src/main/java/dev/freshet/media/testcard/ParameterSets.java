package dev.freshet.media.testcard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/// The parameter sets of a stream that [AvcEncoder] makes (H.264 7.3.2). Used once a stream.
final class ParameterSets {
  static final int LOG2_MAX_FRAME_NUM = 8;

  /// level_idc, MaxMBPS and MaxFS of table A-1.
  private static final int[][] LEVELS = {
    {10, 1485, 99}, {11, 3000, 396}, {12, 6000, 396}, {13, 11880, 396},
    {21, 19800, 792}, {22, 20250, 1620}, {30, 40500, 1620}, {31, 108000, 3600},
    {32, 216000, 5120}, {40, 245760, 8192}, {42, 522240, 8704}
  };

  private final Planes planes;
  private final int fps;
  private final int qp;
  private final BitWriter rbsp = new BitWriter();

  /// @param planes for their size
  ParameterSets(Planes planes, int fps, int qp) {
    this.planes = planes;
    this.fps = fps;
    this.qp = qp;
  }

  /// The avcC box's body (ISO 14496-15 5.3.3.1).
  byte[] config() {
    ByteBuf config = Unpooled.buffer();
    writeSequenceParameters();
    config.writeByte(1); // configurationVersion
    config.writeBytes(rbsp.bytes(), 0, 3); // profile, constraints, level
    config.writeByte(0xFC | 3); // lengths have 4 bytes
    config.writeByte(0xE0 | 1);
    NalUnit.writeWithShort(NalUnit.SEQUENCE_PARAMETERS, rbsp, config);
    config.writeByte(1);
    writePictureParameters();
    NalUnit.writeWithShort(NalUnit.PICTURE_PARAMETERS, rbsp, config);
    return ByteBufUtil.getBytes(config);
  }

  /// seq_parameter_set_data (7.3.2.1.1).
  private void writeSequenceParameters() {
    rbsp.reset();
    rbsp.bits(66, 8); // profile_idc: Baseline
    rbsp.bits(0xC0, 8); // constraint_set0_flag and 1: Constrained Baseline
    rbsp.bits(levelIdc(planes.columns() * planes.rows(), fps), 8);
    rbsp.ue(0); // seq_parameter_set_id
    rbsp.ue(LOG2_MAX_FRAME_NUM - 4);
    rbsp.ue(2); // pic_order_cnt_type: output order is decoding order
    rbsp.ue(1); // max_num_ref_frames
    rbsp.flag(false); // gaps_in_frame_num_value_allowed_flag
    rbsp.ue(planes.columns() - 1);
    rbsp.ue(planes.rows() - 1);
    rbsp.bits(0b110, 3); // frame_mbs_only_flag, direct_8x8_inference_flag, frame_cropping_flag
    rbsp.flag(true); // vui_parameters_present_flag
    writeVui();
    rbsp.trailingBits();
  }

  /// vui_parameters (E.1.1): square samples, BT.709 in limited range, fixed rate, no reordering.
  private void writeVui() {
    rbsp.flag(true); // aspect_ratio_info_present_flag
    rbsp.bits(1, 8); // 1:1
    rbsp.flag(false); // overscan_info_present_flag
    rbsp.flag(true); // video_signal_type_present_flag
    rbsp.bits(0b101_0_1, 5); // unspecified format, limited range, colour_description_present_flag
    rbsp.bits(0x010101, 24); // BT.709 primaries, transfer and matrix
    rbsp.flag(false); // chroma_loc_info_present_flag
    rbsp.flag(true); // timing_info_present_flag
    rbsp.bits(1, 32); // num_units_in_tick
    rbsp.bits(2 * fps, 32); // time_scale: a frame has two ticks
    rbsp.flag(true); // fixed_frame_rate_flag
    rbsp.bits(0, 3); // nal_hrd, vcl_hrd, pic_struct_present_flag
    rbsp.flag(true); // bitstream_restriction_flag
    rbsp.flag(false); // motion_vectors_over_pic_boundaries_flag
    rbsp.ue(0); // max_bytes_per_pic_denom: no limit
    rbsp.ue(0); // max_bits_per_mb_denom
    rbsp.ue(0); // log2_max_mv_length_horizontal
    rbsp.ue(0); // log2_max_mv_length_vertical
    rbsp.ue(0); // max_num_reorder_frames
    rbsp.ue(1); // max_dec_frame_buffering
  }

  /// pic_parameter_set_rbsp (7.3.2.2).
  private void writePictureParameters() {
    rbsp.reset();
    rbsp.ue(0); // pic_parameter_set_id
    rbsp.ue(0); // seq_parameter_set_id
    rbsp.bits(0, 2); // CAVLC, bottom_field_pic_order_in_frame_present_flag
    rbsp.ue(0); // num_slice_groups_minus1
    rbsp.ue(0); // num_ref_idx_l0_default_active_minus1
    rbsp.ue(0); // num_ref_idx_l1_default_active_minus1
    rbsp.bits(0, 3); // weighted_pred_flag, weighted_bipred_idc
    rbsp.se(qp - 26); // pic_init_qp_minus26
    rbsp.se(0); // pic_init_qs_minus26
    rbsp.se(0); // chroma_qp_index_offset
    rbsp.bits(0b100, 3); // deblocking_filter_control_present_flag, constrained_intra_pred_flag,
    // redundant_pic_cnt_present_flag
    rbsp.trailingBits();
  }

  private static int levelIdc(int macroblocks, int fps) {
    for (int[] level : LEVELS) {
      if (macroblocks * fps <= level[1] && macroblocks <= level[2]) {
        return level[0];
      }
    }
    throw new IllegalArgumentException(
        "fps: " + fps + " (expected: at most level 4.2, 522240 macroblocks a second)");
  }
}
