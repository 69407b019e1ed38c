package dev.freshet.bench.floor;

import dev.freshet.bench.linux.Epoll;
import dev.freshet.bench.linux.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A viewer of the sweep: its socket, and what that did not take. Owned by the sweep's thread.
final class SweepViewer {
  private static final byte[] NOTHING = new byte[0];

  private final int fd;
  private final Sockets sockets;
  private final Epoll epoll;
  private byte[] rest = NOTHING;

  SweepViewer(int fd, Sockets sockets, Epoll epoll) {
    this.fd = fd;
    this.sockets = sockets;
    this.epoll = epoll;
  }

  int fd() {
    return fd;
  }

  /// Sends a batch; a viewer that has not taken the one before loses it whole.
  ///
  /// @return false if the viewer has gone
  boolean send(MemorySegment batch, int count) {
    if (rest.length > 0) {
      return true;
    }
    long sent = sockets.send(fd, batch, count);
    if (sent < 0 && sent != -Sockets.EAGAIN) {
      sockets.close(fd);
      return false;
    }
    if (sent > 0 && sent < count) {
      rest = batch.asSlice(sent, count - sent).toArray(ValueLayout.JAVA_BYTE);
      epoll.modify(fd, Epoll.READABLE | Epoll.WRITABLE, fd);
    }
    return true;
  }

  /// Sends what the socket did not take before.
  void flush() {
    try (Arena arena = Arena.ofConfined()) {
      long sent = sockets.send(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, rest), rest.length);
      rest = sent > 0 ? Arrays.copyOfRange(rest, (int) sent, rest.length) : rest;
    }
    if (rest.length == 0) {
      epoll.modify(fd, Epoll.READABLE, fd);
    }
  }
}
