package dev.freshet.node.playback.packaging;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Bytes that any thread may take while their owner may let go of them. Thread-safe.
final class SharedBytes {
  private final long ownBytes;
  private @Nullable ByteBuf bytes;
  private boolean asked = true;

  /// Takes over the reference.
  ///
  /// @param ownBytes how many of them are in no frame
  SharedBytes(ByteBuf bytes, long ownBytes) {
    this.bytes = bytes;
    this.ownBytes = ownBytes;
  }

  /// What is free when they are let go of.
  long ownBytes() {
    return ownBytes;
  }

  /// A reference for the caller, or null if they are gone.
  synchronized @Nullable ByteBuf take() {
    asked = true;
    return bytes == null ? null : bytes.retainedDuplicate();
  }

  /// Lets go of them if nobody took them since this was asked last.
  ///
  /// @return whether they are gone
  synchronized boolean closeUnasked() {
    boolean gone = !asked;
    asked = false;
    if (gone) {
      close();
    }
    return gone;
  }

  /// Lets go of them.
  synchronized void close() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
