package dev.freshet.node.playback.packaging;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Bytes that any thread may take while their owner may let go of them. Thread-safe.
final class SharedBytes {
  private @Nullable ByteBuf bytes;

  /// Takes over the reference.
  SharedBytes(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /// A reference for the caller, or null if they are gone.
  synchronized @Nullable ByteBuf take() {
    return bytes == null ? null : bytes.retainedDuplicate();
  }

  /// Lets go of them.
  synchronized void close() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
