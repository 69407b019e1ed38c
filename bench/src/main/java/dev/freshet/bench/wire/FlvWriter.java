package dev.freshet.bench.wire;

import java.nio.ByteBuffer;

/// Writes FLV tags (FLV 10.1, E.4.1). Stateless.
public final class FlvWriter {
  /// Bytes of a tag beside its body, with the PreviousTagSize that follows.
  public static final int OVERHEAD_BYTES = 11 + 4;

  private FlvWriter() {}

  /// The file's header, sound and picture announced, with PreviousTagSize0.
  public static byte[] fileHeader() {
    return new byte[] {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};
  }

  /// Writes one tag.
  public static void write(ByteBuffer out, int type, int timestampMs, byte[] body) {
    out.putInt(type << 24 | body.length);
    out.putInt(timestampMs << 8 | timestampMs >>> 24); // 24 bits, then TimestampExtended
    out.put((byte) 0).put((byte) 0).put((byte) 0); // StreamID, always 0
    out.put(body);
    out.putInt(11 + body.length);
  }
}
