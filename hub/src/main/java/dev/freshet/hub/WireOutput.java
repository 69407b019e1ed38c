package dev.freshet.hub;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// Where a viewer's bytes go: its socket, seen from the hub. Owned by the viewer's loop; all
/// methods are called there.
public interface WireOutput {
  /// Bytes written before that have not left yet. A viewer writes only when there are none, so that
  /// its bytes reach the socket at once; when it falls to 0, the owner calls [Viewer#outputReady].
  long pendingBytes();

  /// Sends bytes at once, by one system call, if nothing waits before them. They stay the caller's:
  /// no reference changes hands, nothing is queued.
  ///
  /// @param bytes shared with other threads: its position and limit are neither used nor changed
  /// @return how many of them left, from the first on; 0 if this output has no such way
  int send(ByteBuffer bytes, int offset, int count);

  /// Takes bytes, and their reference. Nothing leaves before [#flush].
  void write(ByteBuf bytes);

  /// Sends what was written, in one system call if it can.
  void flush();

  /// The viewer was slow: these frames will not be written. Only nodes are told.
  default void skipped(long frames) {}

  /// The viewer is over; says goodbye in the protocol's own way and closes. Called once, last.
  void close(EndReason reason);
}
