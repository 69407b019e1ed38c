package dev.freshet.media.mpegts;

import io.netty.buffer.ByteBuf;

/// The header of a PES packet (ISO/IEC 13818-1 2.4.3.6). No owner.
final class PesHeader {
  /// With a presentation time alone.
  static final int PTS_BYTES = 14;

  /// With a decoding time too.
  static final int PTS_DTS_BYTES = 19;

  private static final int LENGTH_AT = 4;
  private static final int MAX_LENGTH = 0xFFFF;

  private PesHeader() {}

  /// Begins a PES packet, whose size [#end] fills in.
  ///
  /// @return size of the header
  static int begin(int streamId, long ptsTicks, long dtsTicks, ByteBuf out) {
    boolean hasDts = ptsTicks != dtsTicks;
    out.writeMedium(1).writeByte(streamId).writeShort(0);
    out.writeByte(0x84); // data_alignment_indicator: an access unit follows
    out.writeByte(hasDts ? 0xC0 : 0x80).writeByte(hasDts ? 10 : 5);
    writeTime(hasDts ? 3 : 2, ptsTicks, out);
    if (hasDts) {
      writeTime(1, dtsTicks, out);
    }
    return hasDts ? PTS_DTS_BYTES : PTS_BYTES;
  }

  /// Ends the PES packet that began at `at`. One too large for its length field gets none, which
  /// only pictures may.
  static void end(int at, ByteBuf out) {
    int length = out.writerIndex() - at - LENGTH_AT - 2;
    out.setShort(at + LENGTH_AT, length <= MAX_LENGTH ? length : 0);
  }

  private static void writeTime(int prefix, long ticks, ByteBuf out) {
    out.writeByte(prefix << 4 | (int) (ticks >> 29) & 0xE | 1);
    out.writeShort((int) (ticks >> 14) & 0xFFFE | 1);
    out.writeShort((int) (ticks << 1) & 0xFFFE | 1);
  }
}
