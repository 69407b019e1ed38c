package dev.freshet.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waits for many sockets at once, level-triggered. Owned by one thread.
public final class Epoll implements AutoCloseable {
  /// Something can be read, or the peer has closed.
  public static final int READABLE = 0x1;

  /// Something can be written, or connecting has ended.
  public static final int WRITABLE = 0x4;

  /// The connection is broken.
  public static final int BROKEN = 0x8 | 0x10;

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int MODIFY = 3;
  // struct epoll_event is packed on x86 only (sys/epoll.h)
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
  private static final int DATA_OFFSET = PACKED ? 4 : 8;
  private static final int EVENT_BYTES = PACKED ? 12 : 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Native.callState());
  private final MemorySegment change = arena.allocate(EVENT_BYTES, 8);
  private final MemorySegment events;
  private final int maxEvents;
  private final int epollFd;

  /// @param maxEvents most sockets that one wait tells of
  public Epoll(int maxEvents) throws IOException {
    this.maxEvents = maxEvents;
    events = arena.allocate((long) EVENT_BYTES * maxEvents, 8);
    try {
      epollFd = (int) Native.EPOLL_CREATE1.invokeExact(state, EPOLL_CLOEXEC);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
    if (epollFd < 0) {
      throw new IOException("epoll_create1: errno " + Native.errno(state));
    }
  }

  /// Begins to watch `fd`; `token` comes back with its events.
  public void add(int fd, int interest, int token) {
    control(ADD, fd, interest, token);
  }

  /// Changes what `fd` is watched for.
  public void modify(int fd, int interest, int token) {
    control(MODIFY, fd, interest, token);
  }

  /// Stops watching `fd`.
  public void remove(int fd) {
    control(DELETE, fd, 0, 0);
  }

  /// Waits until a socket is ready.
  ///
  /// @param timeoutMs 0 to look only
  /// @return how many are ready
  public int await(int timeoutMs) {
    try {
      int count = (int) Native.EPOLL_WAIT.invokeExact(state, epollFd, events, maxEvents, timeoutMs);
      return Math.max(count, 0); // EINTR is no event
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  /// The token of ready socket `index`.
  public int token(int index) {
    return (int) events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + DATA_OFFSET);
  }

  /// What ready socket `index` is ready for.
  public int readiness(int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
  }

  @Override
  public void close() {
    try {
      int ignored = (int) Native.CLOSE.invokeExact(state, epollFd);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
    arena.close();
  }

  private void control(int operation, int fd, int interest, int token) {
    change.set(JAVA_INT, 0, interest);
    change.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, token);
    try {
      int result = (int) Native.EPOLL_CTL.invokeExact(state, epollFd, operation, fd, change);
      if (result != 0) {
        throw new IllegalStateException("epoll_ctl: errno " + Native.errno(state));
      }
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }
}
