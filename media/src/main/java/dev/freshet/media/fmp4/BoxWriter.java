package dev.freshet.media.fmp4;

import io.netty.buffer.ByteBuf;

/// Writes boxes, one inside the other (ISO/IEC 14496-12 4.2). Owned by one call.
final class BoxWriter {
  private static final int MAX_DEPTH = 12;

  private final ByteBuf out;
  private final int[] starts = new int[MAX_DEPTH];
  private int depth;

  BoxWriter(ByteBuf out) {
    this.out = out;
  }

  /// Begins a box.
  ///
  /// @param type four characters
  BoxWriter begin(String type) {
    starts[depth++] = out.writerIndex();
    out.writeInt(0); // its size, known at its end
    return fourCc(type);
  }

  /// Begins a FullBox.
  BoxWriter begin(String type, int version, int flags) {
    return begin(type).int32(version << 24 | flags);
  }

  /// Ends the box begun last.
  BoxWriter end() {
    int start = starts[--depth];
    out.setInt(start, out.writerIndex() - start);
    return this;
  }

  BoxWriter fourCc(String code) {
    for (int i = 0; i < 4; i++) {
      out.writeByte(code.charAt(i));
    }
    return this;
  }

  BoxWriter int8(int value) {
    out.writeByte(value);
    return this;
  }

  BoxWriter int16(int value) {
    out.writeShort(value);
    return this;
  }

  BoxWriter int32(int value) {
    out.writeInt(value);
    return this;
  }

  BoxWriter int64(long value) {
    out.writeLong(value);
    return this;
  }

  BoxWriter zeros(int bytes) {
    out.writeZero(bytes);
    return this;
  }

  BoxWriter bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  BoxWriter bytes(byte[] bytes, int from, int to) {
    out.writeBytes(bytes, from, to - from);
    return this;
  }
}
