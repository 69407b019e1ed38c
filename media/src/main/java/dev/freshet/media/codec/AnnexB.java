package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Walks the NAL units of an access unit in which each stands behind a start code (H.264 annex B,
/// H.265 annex B), as MPEG-TS has it. Owned by one caller, who may use it for one access unit after
/// the other; never moves the buffer's indices.
public final class AnnexB {
  /// What [#writeStartCode] writes.
  public static final int START_CODE_BYTES = 4;

  private static final int SHORT_START_CODE_BYTES = 3;

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int code;
  private int end;
  private int at;
  private int bytes;

  /// Writes a start code with its zero_byte, right before every kind of unit (H.264 B.1.2).
  public static void writeStartCode(ByteBuf out) {
    out.writeInt(1);
  }

  /// Stands before the first unit of `accessUnit`; bytes before its start code are nobody's.
  public AnnexB of(ByteBuf accessUnit) {
    in = accessUnit;
    end = accessUnit.writerIndex();
    code = startCode(accessUnit.readerIndex());
    return this;
  }

  /// Goes to the next unit; passes over empty ones.
  ///
  /// @return false at the end
  public boolean next() {
    while (code < end) {
      at = code + SHORT_START_CODE_BYTES;
      code = startCode(at);
      bytes = withoutTrailingZeros(code) - at;
      if (bytes > 0) {
        return true;
      }
    }
    return false;
  }

  /// Index of the unit's first byte, its header.
  public int at() {
    return at;
  }

  /// Size of the unit, at least 1.
  public int bytes() {
    return bytes;
  }

  /// What the unit holds.
  public NalUnitKind kind(VideoCodec codec) {
    return NalUnitKind.of(codec, in.getByte(at));
  }

  /// Where the next 00 00 01 begins, or the end.
  private int startCode(int from) {
    int one = from + 2;
    while (one < end) {
      one = in.indexOf(one, end, (byte) 1);
      if (one < 0) {
        return end;
      }
      if (in.getByte(one - 1) == 0 && in.getByte(one - 2) == 0) {
        return one - 2;
      }
      one++;
    }
    return end;
  }

  /// A unit never ends in a zero: those are the next start code's, or trailing_zero_8bits.
  private int withoutTrailingZeros(int to) {
    int last = to;
    while (last > at && in.getByte(last - 1) == 0) {
      last--;
    }
    return last;
  }
}
