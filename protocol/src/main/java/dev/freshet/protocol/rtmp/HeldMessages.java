package dev.freshet.protocol.rtmp;

import dev.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/// Messages that a peer sent ahead of an answer. Owned by its session.
final class HeldMessages {
  private static final int MESSAGE_OVERHEAD_BYTES = 64; // so that empty messages count too

  private final Deque<Held> messages = new ArrayDeque<>(0);
  private final int maxBytes;
  private long bytes;

  HeldMessages(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Takes over the body's reference.
  void add(int type, long timestampMs, int streamId, ByteBuf body) {
    Held held = new Held(type, timestampMs, streamId, body);
    messages.add(held);
    bytes += held.bytes();
    ChunkLimits.check("maxHeldBytes", bytes, maxBytes);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /// The oldest; its body's reference goes to the caller.
  Held remove() {
    Held oldest = messages.removeFirst();
    bytes -= oldest.bytes();
    return oldest;
  }

  void clear() {
    while (!isEmpty()) {
      remove().body().release();
    }
  }

  record Held(int type, long timestampMs, int streamId, ByteBuf body) {
    int bytes() {
      return body.readableBytes() + MESSAGE_OVERHEAD_BYTES;
    }
  }
}
