package dev.freshet.app.client;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// Whether a standard stream is a terminal, and how wide it is. A value; asks the system each time,
/// since windows change their size.
public final class Terminal {
  /// Not a terminal: a file, a pipe.
  public static final Terminal NONE = new Terminal(-1);

  private static final int USUAL_COLUMNS = 80;
  private static final int NO_TERMINAL = -1;

  private final int descriptor;
  private final boolean present;

  private Terminal(int descriptor) {
    this.descriptor = descriptor;
    this.present = descriptor >= 0 && askColumns(descriptor) != NO_TERMINAL;
  }

  public static Terminal ofStandardOutput() {
    return new Terminal(1);
  }

  public static Terminal ofStandardError() {
    return new Terminal(2);
  }

  public boolean isPresent() {
    return present;
  }

  /// Characters in a line.
  public int columns() {
    int columns = present ? askColumns(descriptor) : 0;
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  /// ioctl(TIOCGWINSZ), which fails for everything but terminals.
  private static int askColumns(int descriptor) {
    Linker linker = Linker.nativeLinker();
    var ioctl = linker.defaultLookup().find("ioctl");
    long request = requestCode();
    if (ioctl.isEmpty() || request == 0) {
      return NO_TERMINAL;
    }
    var call =
        linker.downcallHandle(
            ioctl.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4); // struct winsize
      int answer = (int) call.invokeExact(descriptor, request, size);
      return answer == 0 ? size.getAtIndex(ValueLayout.JAVA_SHORT, 1) & 0xFFFF : NO_TERMINAL;
    } catch (Throwable unusual) {
      return NO_TERMINAL; // a pretty line is not worth more
    }
  }

  private static long requestCode() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("linux")) {
      return 0x5413;
    }
    return system.startsWith("mac") ? 0x40087468L : 0;
  }
}
