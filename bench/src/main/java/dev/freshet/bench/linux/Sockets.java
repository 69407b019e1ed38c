package dev.freshet.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Non-blocking TCP sockets over loopback as bare file descriptors. Owned by one thread: the
/// scratch memory of its calls is here.
///
/// Calls that move bytes answer with the count, 0 at the end of the stream, or the negative
/// `errno`.
public final class Sockets implements AutoCloseable {
  /// `errno`: nothing to read, or no room to write, now.
  public static final int EAGAIN = 11;

  /// `errno`: the connection is being made.
  public static final int EINPROGRESS = 115;

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int SO_RCVBUF = 8;
  private static final int SO_LINGER = 13;
  private static final int IPPROTO_IP = 0;
  private static final int IP_BIND_ADDRESS_NO_PORT = 24;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int ADDRESS_BYTES = 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Native.callState());
  private final MemorySegment scratch = arena.allocate(64, 8);

  /// Opens a socket and begins to connect it.
  ///
  /// @param source loopback address to bind to, or 0 for the kernel's choice
  /// @param target loopback address; any other is refused: the bench loads this machine only
  /// @param receiveBytes of its receive buffer, 0 for what the kernel thinks right
  /// @return the file descriptor
  public int connect(int source, int target, int port, int receiveBytes) throws IOException {
    requireLoopback(target);
    int fd = open();
    if (receiveBytes != 0) {
      setOption(fd, SOL_SOCKET, SO_RCVBUF, receiveBytes);
    }
    if (source != 0) {
      setOption(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
      address(source, 0);
      check(fd, "bind", bindTo(fd));
    }
    address(target, port);
    int result = connectTo(fd);
    if (result != 0 && Native.errno(state) != EINPROGRESS) {
      check(fd, "connect", result);
    }
    setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    return fd;
  }

  /// Opens a listening socket on 127.0.0.1.
  ///
  /// @param port 0 for any free one
  public int listen(int port, int backlog) throws IOException {
    int fd = open();
    setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    address(0x7f000001, port);
    check(fd, "bind", bindTo(fd));
    check(fd, "listen", listenOn(fd, backlog));
    return fd;
  }

  /// The port that a listening socket has.
  public int localPort(int fd) {
    scratch.set(JAVA_INT, 32, ADDRESS_BYTES);
    try {
      int result = (int) Native.GETSOCKNAME.invokeExact(state, fd, scratch, scratch.asSlice(32, 4));
      if (result != 0) {
        throw new IllegalStateException("getsockname: errno " + Native.errno(state));
      }
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
    return Short.toUnsignedInt(bigEndian(scratch.get(JAVA_SHORT, 2)));
  }

  /// Takes a waiting connection.
  ///
  /// @return its file descriptor, or the negative `errno`
  public int accept(int listening) {
    try {
      int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
      int fd =
          (int)
              Native.ACCEPT4.invokeExact(
                  state, listening, MemorySegment.NULL, MemorySegment.NULL, flags);
      if (fd >= 0) {
        setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
      }
      return fd >= 0 ? fd : -Native.errno(state);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  /// Why connecting failed, as an `errno`; 0 if it did not.
  public int pendingError(int fd) {
    scratch.set(JAVA_INT, 0, 0);
    scratch.set(JAVA_INT, 32, 4);
    try {
      int result =
          (int)
              Native.GETSOCKOPT.invokeExact(
                  state, fd, SOL_SOCKET, SO_ERROR, scratch, scratch.asSlice(32, 4));
      return result == 0 ? scratch.get(JAVA_INT, 0) : Native.errno(state);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  /// Reads into `buffer`.
  public long receive(int fd, MemorySegment buffer) {
    return receive(fd, buffer, buffer.byteSize(), MSG_DONTWAIT);
  }

  /// Lets the kernel throw away what has arrived: MSG_TRUNC on TCP copies nothing (tcp(7)).
  public long discard(int fd, long maxBytes) {
    return receive(fd, MemorySegment.NULL, maxBytes, MSG_DONTWAIT | MSG_TRUNC);
  }

  private long receive(int fd, MemorySegment buffer, long maxBytes, int flags) {
    try {
      long count = (long) Native.RECV.invokeExact(state, fd, buffer, maxBytes, flags);
      return count >= 0 ? count : -Native.errno(state);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  /// Writes the first `count` bytes of `buffer`, or as many as there is room for.
  public long send(int fd, MemorySegment buffer, long count) {
    try {
      long sent =
          (long) Native.SEND.invokeExact(state, fd, buffer, count, MSG_DONTWAIT | MSG_NOSIGNAL);
      return sent >= 0 ? sent : -Native.errno(state);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  /// Closes with a reset, so that thousands of ports do not linger in TIME_WAIT.
  public void reset(int fd) {
    scratch.set(JAVA_INT, 0, 1); // struct linger: on, for 0 seconds (socket(7))
    scratch.set(JAVA_INT, 4, 0);
    setOptionBytes(fd, SOL_SOCKET, SO_LINGER, 8);
    close(fd);
  }

  /// Closes in the ordinary way.
  public void close(int fd) {
    try {
      int ignored = (int) Native.CLOSE.invokeExact(state, fd);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  /// Frees the scratch memory; the sockets stay.
  @Override
  public void close() {
    arena.close();
  }

  private int open() throws IOException {
    try {
      int fd =
          (int)
              Native.SOCKET.invokeExact(
                  state, AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (fd < 0) {
        throw new IOException("socket: errno " + Native.errno(state) + openFilesHint());
      }
      return fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  private String openFilesHint() {
    return Native.errno(state) == 24 ? " (too many open files; raise ulimit -n)" : "";
  }

  private void setOption(int fd, int level, int option, int value) {
    scratch.set(JAVA_INT, 0, value);
    setOptionBytes(fd, level, option, Integer.BYTES);
  }

  private void setOptionBytes(int fd, int level, int option, int byteCount) {
    try {
      int ignored =
          (int) Native.SETSOCKOPT.invokeExact(state, fd, level, option, scratch, byteCount);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  private int bindTo(int fd) {
    try {
      return (int) Native.BIND.invokeExact(state, fd, scratch, ADDRESS_BYTES);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  private int connectTo(int fd) {
    try {
      return (int) Native.CONNECT.invokeExact(state, fd, scratch, ADDRESS_BYTES);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  private int listenOn(int fd, int backlog) {
    try {
      return (int) Native.LISTEN.invokeExact(state, fd, backlog);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  private void check(int fd, String call, int result) throws IOException {
    if (result != 0) {
      int errno = Native.errno(state);
      close(fd);
      throw new IOException(call + ": errno " + errno);
    }
  }

  /// Fills the scratch memory with a `sockaddr_in` (ip(7)).
  private void address(int ipv4, int port) {
    scratch.asSlice(0, ADDRESS_BYTES).fill((byte) 0);
    scratch.set(JAVA_SHORT, 0, (short) AF_INET);
    scratch.set(JAVA_BYTE, 2, (byte) (port >>> 8));
    scratch.set(JAVA_BYTE, 3, (byte) port);
    for (int i = 0; i < 4; i++) {
      scratch.set(JAVA_BYTE, 4 + i, (byte) (ipv4 >>> (24 - 8 * i)));
    }
  }

  private static short bigEndian(short value) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
  }

  private static void requireLoopback(int target) {
    if (target >>> 24 != 127) {
      throw new IllegalArgumentException("target: not loopback (expected: 127.0.0.0/8)");
    }
  }
}
