package dev.freshet.protocol.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/// The bytes before a chunk's payload (RTMP 5.3.1), as we write them: chunk stream ids of one byte,
/// a type 0 header for each message, type 3 for its further chunks.
public final class ChunkHeader {
  /// The timestamp field that says "the timestamp follows the header".
  static final int EXTENDED = 0xFFFFFF;

  private static final int PLAIN_BYTES = 12;
  private static final int EXTENDED_BYTES = 4;
  private static final int LENGTH_INDEX = 4; // after the basic header and the timestamp

  private ChunkHeader() {}

  /// Writes the header that begins a message.
  ///
  /// @param chunkStreamId 2 to 63
  /// @param timestampMs its low 32 bits count
  public static void write(
      ByteBuf out, int chunkStreamId, long timestampMs, int bodyBytes, int type, int streamId) {
    boolean extended = isExtended(timestampMs);
    out.writeByte(chunkStreamId);
    out.writeMedium(extended ? EXTENDED : (int) timestampMs);
    out.writeMedium(bodyBytes);
    out.writeByte(type);
    out.writeIntLE(streamId); // the one little-endian field of RTMP (5.3.1.2.1)
    if (extended) {
      out.writeInt((int) timestampMs);
    }
  }

  /// Size of the header that [#write] writes.
  public static int bytes(long timestampMs) {
    return isExtended(timestampMs) ? PLAIN_BYTES + EXTENDED_BYTES : PLAIN_BYTES;
  }

  /// Sets the body's length in the header that was written at `headerIndex`.
  public static void setBodyBytes(ByteBuf out, int headerIndex, int bodyBytes) {
    out.setMedium(headerIndex + LENGTH_INDEX, bodyBytes);
  }

  /// Writes the header of a message's second and further chunks.
  static void writeContinuation(ByteBuf out, int chunkStreamId, long timestampMs) {
    out.writeByte(0xC0 | chunkStreamId);
    if (isExtended(timestampMs)) {
      out.writeInt((int) timestampMs);
    }
  }

  private static boolean isExtended(long timestampMs) {
    return (timestampMs & 0xFFFF_FFFFL) >= EXTENDED;
  }
}
