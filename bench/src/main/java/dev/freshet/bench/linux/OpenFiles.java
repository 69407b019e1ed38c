package dev.freshet.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How many files, and so sockets, this process may open; children inherit it. A value: no owner.
///
/// @param soft what holds now
/// @param hard what it may be raised to
public record OpenFiles(long soft, long hard) {
  private static final int RLIMIT_NOFILE = 7;

  /// Raises the limit as far as `wanted` asks and this user may, and tells what holds then.
  public static OpenFiles raise(long wanted) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Native.callState());
      MemorySegment limit = arena.allocate(16, 8);
      OpenFiles before = read(state, limit);
      if (before.soft < wanted && !set(state, limit, wanted, Math.max(wanted, before.hard))) {
        boolean ignored = set(state, limit, before.hard, before.hard);
      }
      return read(state, limit);
    }
  }

  private static OpenFiles read(MemorySegment state, MemorySegment limit) {
    try {
      int ignored = (int) Native.GETRLIMIT.invokeExact(state, RLIMIT_NOFILE, limit);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
    return new OpenFiles(limit.get(JAVA_LONG, 0), limit.get(JAVA_LONG, 8));
  }

  private static boolean set(MemorySegment state, MemorySegment limit, long soft, long hard) {
    limit.set(JAVA_LONG, 0, soft);
    limit.set(JAVA_LONG, 8, hard);
    try {
      return (int) Native.SETRLIMIT.invokeExact(state, RLIMIT_NOFILE, limit) == 0;
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }
}
