package dev.freshet.bench.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The C library's functions as method handles. Each takes, before its own arguments, the segment
/// where `errno` is to be left. Stateless.
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final MethodHandle SOCKET = bind("socket", ints(3));
  static final MethodHandle CLOSE = bind("close", ints(1));
  static final MethodHandle LISTEN = bind("listen", ints(2));
  static final MethodHandle ACCEPT4 =
      bind("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  static final MethodHandle CONNECT = bind("connect", address());
  static final MethodHandle BIND = bind("bind", address());
  static final MethodHandle GETSOCKNAME =
      bind("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle SETSOCKOPT =
      bind(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle GETSOCKOPT =
      bind(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle RECV = bind("recv", transfer());
  static final MethodHandle SEND = bind("send", transfer());
  static final MethodHandle EPOLL_CREATE1 = bind("epoll_create1", ints(1));
  static final MethodHandle EPOLL_CTL =
      bind("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  static final MethodHandle EPOLL_WAIT =
      bind("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle SCHED_SETAFFINITY =
      bind("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  static final MethodHandle GETRLIMIT =
      bind("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  static final MethodHandle SETRLIMIT =
      bind("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  static final MethodHandle SYSCONF = bind("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  static final MethodHandle GETTID = bind("gettid", ints(0));

  private Native() {}

  /// Where a call leaves `errno`.
  static MemoryLayout callState() {
    return CALL_STATE;
  }

  /// The `errno` that the last call left in `callState`.
  static int errno(MemorySegment callState) {
    return (int) ERRNO.get(callState, 0L);
  }

  /// What a method handle threw, which a C function cannot.
  static AssertionError impossible(Throwable thrown) {
    return new AssertionError("a C function threw", thrown);
  }

  private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
    MemorySegment function = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(function, descriptor, Linker.Option.captureCallState("errno"));
  }

  private static FunctionDescriptor ints(int argumentCount) {
    MemoryLayout[] arguments = new MemoryLayout[argumentCount];
    java.util.Arrays.fill(arguments, JAVA_INT);
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static FunctionDescriptor address() {
    return FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  }

  private static FunctionDescriptor transfer() {
    return FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  }
}
