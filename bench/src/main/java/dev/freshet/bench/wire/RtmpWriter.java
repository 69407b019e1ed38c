package dev.freshet.bench.wire;

import java.nio.ByteBuffer;

/// Writes RTMP messages as chunks, each beginning with a type 0 header (RTMP 1.0, 5.3.1).
/// Stateless.
public final class RtmpWriter {
  /// The chunk size that OBS uses.
  public static final int CHUNK_BYTES = 4_096;

  private static final int EXTENDED = 0xffffff;

  private RtmpWriter() {}

  /// Most bytes that a message of `bodyBytes` can take.
  public static int maxBytes(int bodyBytes) {
    return 16 + bodyBytes + (bodyBytes / CHUNK_BYTES + 1) * 5;
  }

  /// Writes one message.
  ///
  /// @param chunkStream 3 to 63
  /// @param messageStream 0 for control
  public static void write(
      ByteBuffer out, int chunkStream, int type, int timestampMs, int messageStream, byte[] body) {
    boolean extended = Integer.compareUnsigned(timestampMs, EXTENDED) >= 0;
    out.put((byte) chunkStream);
    put24(out, extended ? EXTENDED : timestampMs);
    put24(out, body.length);
    out.put((byte) type);
    out.putInt(Integer.reverseBytes(messageStream)); // little-endian (5.3.1.2.1)
    for (int at = 0; at < body.length || at == 0; at += CHUNK_BYTES) {
      if (at > 0) {
        out.put((byte) (0xc0 | chunkStream));
      }
      if (extended) {
        out.putInt(timestampMs);
      }
      out.put(body, at, Math.min(CHUNK_BYTES, body.length - at));
    }
  }

  private static void put24(ByteBuffer out, int value) {
    out.put((byte) (value >>> 16)).putShort((short) value);
  }
}
