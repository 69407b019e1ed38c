package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Walks the NAL units of an access unit in which each stands behind its length, as [VideoCodec]'s
/// payloads have it (ISO/IEC 14496-15 4.3.3). Owned by one caller, who may use it for one access
/// unit after the other; never moves the buffer's indices.
///
/// ```java
/// NalUnits units = new NalUnits(ParameterSets.lengthBytes(codec, config)).of(frame.payload());
/// while (units.next()) {
///   out.writeBytes(frame.payload(), units.at(), units.bytes());
/// }
/// ```
public final class NalUnits {
  private final int lengthBytes;
  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int next;
  private int end;
  private int at;
  private int bytes;
  private boolean broken;

  /// @param lengthBytes size of the lengths, 1 to 4
  public NalUnits(int lengthBytes) {
    if (lengthBytes < 1 || lengthBytes > 4) {
      throw new IllegalArgumentException("lengthBytes: " + lengthBytes + " (expected: 1 to 4)");
    }
    this.lengthBytes = lengthBytes;
  }

  /// Stands before the first unit of `accessUnit`.
  public NalUnits of(ByteBuf accessUnit) {
    in = accessUnit;
    next = accessUnit.readerIndex();
    end = accessUnit.writerIndex();
    broken = false;
    return this;
  }

  /// Goes to the next unit; passes over empty ones.
  ///
  /// @return false at the end, and where a length points behind it: see [#isBroken]
  public boolean next() {
    while (end - next >= lengthBytes) {
      long length = length();
      next += lengthBytes;
      if (length > end - next) {
        broken = true;
        next = end;
        return false;
      }
      at = next;
      bytes = (int) length;
      next += bytes;
      if (bytes > 0) {
        return true;
      }
    }
    broken |= next < end;
    return false;
  }

  /// Whether the walk ended before the access unit did: the last unit is not whole.
  public boolean isBroken() {
    return broken;
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

  private long length() {
    return switch (lengthBytes) {
      case 1 -> in.getUnsignedByte(next);
      case 2 -> in.getUnsignedShort(next);
      case 3 -> in.getUnsignedMedium(next);
      default -> in.getUnsignedInt(next);
    };
  }
}
