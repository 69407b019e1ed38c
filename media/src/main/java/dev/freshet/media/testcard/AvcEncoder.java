package dev.freshet.media.testcard;

import io.netty.buffer.ByteBuf;

/// Codes a [Canvas] as H.264, Constrained Baseline, with everything left out that a test picture
/// does not need: macroblocks are Intra16x16, or in pictures between keyframes skipped where the
/// canvas did not change; one slice a picture, no deblocking, one quantisation parameter. Owned by
/// one [TestCardVideo].
final class AvcEncoder {
  private static final int P_ONLY = 5; // slice_type
  private static final int I_ONLY = 7;
  private static final int FIRST_INTRA_TYPE_IN_P = 5;

  private final Canvas canvas;
  private final Planes planes;
  private final BitWriter rbsp = new BitWriter();
  private final MacroblockWriter macroblocks;
  private int frameNum;
  private int idrPicId;

  AvcEncoder(Canvas canvas, int qp) {
    this.canvas = canvas;
    planes = canvas.planes();
    macroblocks = new MacroblockWriter(rbsp, planes, new Quantizer(qp));
  }

  /// Writes the canvas as one access unit, and clears its marks. The first must be a keyframe.
  void encode(boolean keyframe, ByteBuf out) {
    if (keyframe) {
      frameNum = 0;
    }
    rbsp.reset();
    macroblocks.beginPicture();
    writeSliceHeader(keyframe);
    if (keyframe) {
      writeAll();
    } else {
      writeChanged();
    }
    rbsp.trailingBits();
    canvas.clearMarks();
    NalUnit.writeWithInt(keyframe ? NalUnit.IDR_SLICE : NalUnit.SLICE, rbsp, out);
    frameNum = frameNum + 1 & (1 << ParameterSets.LOG2_MAX_FRAME_NUM) - 1;
    idrPicId ^= keyframe ? 1 : 0;
  }

  /// What a decoder shows after the last access unit; the arrays change with the next.
  Planes decoded() {
    return macroblocks.decoded(planes.width(), planes.height());
  }

  private void writeAll() {
    for (int row = 0; row < planes.rows(); row++) {
      for (int column = 0; column < planes.columns(); column++) {
        macroblocks.write(column, row, 0);
      }
    }
  }

  private void writeChanged() {
    int skipped = 0;
    for (int row = 0; row < planes.rows(); row++) {
      for (int column = 0; column < planes.columns(); column++) {
        if (!canvas.marked(column, row) || macroblocks.unchanged(column, row)) {
          skipped++;
          continue;
        }
        rbsp.ue(skipped);
        skipped = 0;
        macroblocks.write(column, row, FIRST_INTRA_TYPE_IN_P);
      }
    }
    if (skipped > 0) {
      rbsp.ue(skipped);
    }
  }

  /// slice_header (7.3.3).
  private void writeSliceHeader(boolean keyframe) {
    rbsp.ue(0); // first_mb_in_slice
    rbsp.ue(keyframe ? I_ONLY : P_ONLY);
    rbsp.ue(0); // pic_parameter_set_id
    rbsp.bits(frameNum, ParameterSets.LOG2_MAX_FRAME_NUM);
    if (keyframe) {
      rbsp.ue(idrPicId);
      rbsp.bits(0, 2); // no_output_of_prior_pics_flag, long_term_reference_flag
    } else {
      rbsp.bits(0, 2); // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
      rbsp.flag(false); // adaptive_ref_pic_marking_mode_flag
    }
    rbsp.se(0); // slice_qp_delta
    rbsp.ue(1); // disable_deblocking_filter_idc
  }
}
