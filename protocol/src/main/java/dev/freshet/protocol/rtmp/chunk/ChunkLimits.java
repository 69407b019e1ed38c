package dev.freshet.protocol.rtmp.chunk;

import dev.freshet.media.ProtocolException;

/// What one connection's chunks may cost. A value: no owner.
///
/// @param maxChunkSize largest chunk size that a peer may set, in bytes
/// @param maxMessageBytes largest message
/// @param maxChunkStreams most chunk streams that a peer may use
/// @param maxBytesInFlight most bytes of all messages together that have begun and are not complete
public record ChunkLimits(
    int maxChunkSize, int maxMessageBytes, int maxChunkStreams, int maxBytesInFlight) {

  /// No message can be larger, so no larger chunk size means anything.
  public static final int LARGEST_CHUNK_SIZE = 0xFFFFFF;

  /// For ordinary publishers: 8 MiB messages, twice that in flight.
  public static final ChunkLimits DEFAULTS =
      new ChunkLimits(LARGEST_CHUNK_SIZE, 8 << 20, 64, 16 << 20);

  public ChunkLimits {
    expect("maxChunkSize", maxChunkSize, ChunkEncoder.DEFAULT_CHUNK_SIZE);
    expect("maxMessageBytes", maxMessageBytes, 1024);
    expect("maxChunkStreams", maxChunkStreams, 4);
    expect("maxBytesInFlight", maxBytesInFlight, maxMessageBytes);
  }

  private static void expect(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }

  /// Refuses `value` if it is above `limit`, by the limit's name.
  public static void check(String name, long value, long limit) {
    if (value > limit) {
      throw ProtocolException.limit(name, value + " (expected: <= " + limit + ")");
    }
  }
}
