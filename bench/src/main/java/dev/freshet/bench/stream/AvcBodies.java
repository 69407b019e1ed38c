package dev.freshet.bench.stream;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Tag bodies of a grey 320x240 H.264 picture that never moves: an SEI message that holds the mark,
/// a slice that any decoder takes, and filler data up to the size wanted. Stateless.
final class AvcBodies {
  /// Where the mark is in a body: after the tag's 5 bytes, the NAL unit's length and header, the
  /// SEI message's type and size, and its UUID.
  static final int MARK_OFFSET = 5 + 4 + 1 + 2 + 16;

  private static final int MACROBLOCKS_WIDE = 20;
  private static final int MACROBLOCKS_HIGH = 15;
  private static final byte[] UUID =
      "freshet-bench-01".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private AvcBodies() {}

  /// The AVC sequence header (ISO/IEC 14496-15, 5.3.3.1).
  static byte[] sequenceHeader() {
    byte[] sps = sps();
    byte[] pps = pps();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {0x17, 0, 0, 0, 0});
    body.writeBytes(new byte[] {1, sps[1], sps[2], sps[3], (byte) 0xff, (byte) 0xe1});
    writeWithLength(body, sps);
    body.write(1);
    writeWithLength(body, pps);
    return body.toByteArray();
  }

  /// A picture's body of exactly `bodyBytes`.
  ///
  /// @param indexInGop 0 is the keyframe
  static byte[] picture(int indexInGop, int bodyBytes) {
    byte[] slice = indexInGop == 0 ? idrSlice() : skippedSlice(indexInGop);
    ByteArrayOutputStream body = new ByteArrayOutputStream(bodyBytes);
    body.writeBytes(new byte[] {(byte) (indexInGop == 0 ? 0x17 : 0x27), 1, 0, 0, 0});
    writeNal(body, sei());
    writeNal(body, slice);
    writeNal(body, filler(bodyBytes - body.size() - 4));
    return body.toByteArray();
  }

  private static byte[] sps() {
    return new BitWriter()
        .bits(66, 8) // profile_idc: baseline
        .bits(0xc0, 8) // constraint_set0, constraint_set1
        .bits(30, 8) // level_idc
        .ue(0)
        .ue(4) // log2_max_frame_num_minus4
        .ue(2) // pic_order_cnt_type: output order is decoding order
        .ue(1) // max_num_ref_frames
        .bits(0, 1)
        .ue(MACROBLOCKS_WIDE - 1)
        .ue(MACROBLOCKS_HIGH - 1)
        .bits(0b1100, 4) // frame_mbs_only, direct_8x8_inference, no cropping, no VUI
        .nalUnit(0x67);
  }

  private static byte[] pps() {
    return new BitWriter()
        .ue(0)
        .ue(0)
        .bits(0, 2) // CAVLC, no bottom field order
        .ue(0) // one slice group
        .ue(0)
        .ue(0)
        .bits(0, 3) // no weighted prediction
        .ue(0)
        .ue(0)
        .ue(0)
        .bits(0, 3)
        .nalUnit(0x68);
  }

  private static byte[] idrSlice() {
    BitWriter slice =
        new BitWriter()
            .ue(0)
            .ue(7) // slice_type: all I
            .ue(0)
            .bits(0, 8) // frame_num
            .ue(0) // idr_pic_id
            .bits(0, 2) // dec_ref_pic_marking
            .ue(0); // slice_qp_delta
    for (int i = 0; i < MACROBLOCKS_WIDE * MACROBLOCKS_HIGH; i++) {
      slice.ue(3).ue(0).ue(0).bits(1, 1); // I_16x16_2_0_0 (DC), chroma DC, no residual
    }
    return slice.nalUnit(0x65);
  }

  private static byte[] skippedSlice(int frameNum) {
    return new BitWriter()
        .ue(0)
        .ue(5) // slice_type: all P
        .ue(0)
        .bits(frameNum, 8)
        .bits(0, 3) // no override, no list modification, sliding window
        .ue(0) // slice_qp_delta
        .ue(MACROBLOCKS_WIDE * MACROBLOCKS_HIGH) // mb_skip_run: all of them
        .nalUnit(0x41);
  }

  private static byte[] sei() {
    ByteArrayOutputStream nal = new ByteArrayOutputStream();
    nal.writeBytes(new byte[] {6, 5, (byte) (UUID.length + Mark.BYTES)}); // user_data_unregistered
    nal.writeBytes(UUID);
    byte[] mark = new byte[Mark.BYTES];
    Arrays.fill(mark, (byte) 0x40);
    nal.writeBytes(mark);
    nal.write(0x80);
    return nal.toByteArray();
  }

  private static byte[] filler(int nalBytes) {
    if (nalBytes < 2) {
      throw new IllegalArgumentException("picture: too small by " + (2 - nalBytes) + " bytes");
    }
    byte[] nal = new byte[nalBytes];
    Arrays.fill(nal, (byte) 0xff);
    nal[0] = 12; // filler data (7.3.2.7)
    nal[nalBytes - 1] = (byte) 0x80;
    return nal;
  }

  private static void writeNal(ByteArrayOutputStream body, byte[] nal) {
    body.write(nal.length >>> 24);
    body.write(nal.length >>> 16);
    writeWithLength(body, nal);
  }

  private static void writeWithLength(ByteArrayOutputStream body, byte[] nal) {
    body.write(nal.length >>> 8);
    body.write(nal.length);
    body.writeBytes(nal);
  }
}
