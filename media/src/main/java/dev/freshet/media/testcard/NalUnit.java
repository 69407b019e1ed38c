package dev.freshet.media.testcard;

import io.netty.buffer.ByteBuf;

/// Writes NAL units with a length before them, and with emulation prevention (H.264 7.4.1).
final class NalUnit {
  /// nal_ref_idc 3 with nal_unit_type 1, 5, 7 and 8.
  static final int SLICE = 0x61;

  static final int IDR_SLICE = 0x65;
  static final int SEQUENCE_PARAMETERS = 0x67;
  static final int PICTURE_PARAMETERS = 0x68;

  private NalUnit() {}

  /// Writes `rbsp` as a NAL unit with this first byte, after its length in 4 bytes.
  static void writeWithInt(int firstByte, BitWriter rbsp, ByteBuf out) {
    int lengthIndex = out.writerIndex();
    out.writeInt(0);
    write(firstByte, rbsp, out);
    out.setInt(lengthIndex, out.writerIndex() - lengthIndex - Integer.BYTES);
  }

  /// Writes `rbsp` as a NAL unit with this first byte, after its length in 2 bytes.
  static void writeWithShort(int firstByte, BitWriter rbsp, ByteBuf out) {
    int lengthIndex = out.writerIndex();
    out.writeShort(0);
    write(firstByte, rbsp, out);
    out.setShort(lengthIndex, out.writerIndex() - lengthIndex - Short.BYTES);
  }

  private static void write(int firstByte, BitWriter rbsp, ByteBuf out) {
    out.writeByte(firstByte);
    byte[] bytes = rbsp.bytes();
    int written = 0;
    int zeros = 0;
    for (int i = 0; i < rbsp.byteCount(); i++) {
      if (zeros == 2 && (bytes[i] & 0xFC) == 0) {
        out.writeBytes(bytes, written, i - written);
        out.writeByte(3); // emulation_prevention_three_byte
        written = i;
        zeros = 0;
      }
      zeros = bytes[i] == 0 ? zeros + 1 : 0;
    }
    out.writeBytes(bytes, written, rbsp.byteCount() - written);
  }
}
