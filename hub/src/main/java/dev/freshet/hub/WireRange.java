package dev.freshet.hub;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// The bytes that a cursor took last: a range of a slab. Owned by a loop, and made once for all its
/// cursors; what it says holds until the next take, or until the log that holds the bytes changes.
final class WireRange {
  private ByteBuf slab;
  private ByteBuffer memory;
  private int offset;
  private int bytes;

  @SuppressWarnings("NullAway.Init") // set before it is asked
  WireRange() {}

  void set(WireBlock from, int firstOffset, int byteCount) {
    slab = from.slab();
    memory = from.memory();
    offset = firstOffset;
    bytes = byteCount;
  }

  /// How many there are.
  int bytes() {
    return bytes;
  }

  /// Sends them as far as the output takes them at once.
  ///
  /// @return how many left
  int send(WireOutput output) {
    return output.send(memory, offset, bytes);
  }

  /// The bytes without the first `sent`. The caller gets a reference.
  ByteBuf rest(int sent) {
    return slab.retainedSlice(offset + sent, bytes - sent);
  }
}
