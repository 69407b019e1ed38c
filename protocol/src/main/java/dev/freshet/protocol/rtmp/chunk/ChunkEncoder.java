package dev.freshet.protocol.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/// Cuts messages into chunks. Owned by its session. Every message begins with a type 0 header, so
/// that messages encoded elsewhere may stand between any two.
public final class ChunkEncoder {
  /// What both sides use until they say otherwise.
  public static final int DEFAULT_CHUNK_SIZE = 128;

  private int chunkSize = DEFAULT_CHUNK_SIZE;

  /// Uses `bytes` from the next message on; the peer must have been told.
  public void chunkSize(int bytes) {
    chunkSize = bytes;
  }

  /// The chunk size in use.
  public int chunkSize() {
    return chunkSize;
  }

  /// Appends a message to `out`. Leaves `body`'s indexes and reference alone.
  public void encode(
      int chunkStreamId, int type, long timestampMs, int streamId, ByteBuf body, ByteBuf out) {
    int index = body.readerIndex();
    int left = body.readableBytes();
    ChunkHeader.write(out, chunkStreamId, timestampMs, left, type, streamId);
    for (int count = Math.min(left, chunkSize); left > 0; count = Math.min(left, chunkSize)) {
      out.writeBytes(body, index, count);
      index += count;
      left -= count;
      if (left > 0) {
        ChunkHeader.writeContinuation(out, chunkStreamId, timestampMs);
      }
    }
  }
}
