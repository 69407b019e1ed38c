package dev.freshet.app.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How long the process has been running, the start of the JVM included.
///
/// `./freshet` may have built the program before it became this process: then it says when that was
/// over, by the property `freshet.began`, in seconds of `/proc/uptime`. Without it, Linux says when
/// the process began, on the same clock. The wall clock is no help: what the JDK tells from it is
/// up to a second off, as the kernel gives the time of its boot in whole seconds.
final class ProcessAge {
  private static final long TICKS_PER_S = 100; // USER_HZ, the same on every Linux
  private static final long MS_PER_S = 1_000;

  /// Where the process's start stands behind its name, which may contain blanks itself: proc(5).
  private static final int START_FIELD = 19;

  private ProcessAge() {}

  static long ms() {
    try {
      String uptime = Files.readString(Path.of("/proc/uptime"));
      String began = System.getProperty("freshet.began", "");
      return began.isEmpty()
          ? ms(Files.readString(Path.of("/proc/self/stat")), uptime)
          : Math.max(0, ms(uptime) - ms(began));
    } catch (IOException _) { // not Linux: without the first tenth of a second
      return ManagementFactory.getRuntimeMXBean().getUptime();
    }
  }

  static long ms(String stat, String uptime) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long startMs = Long.parseLong(fields.get(START_FIELD)) * MS_PER_S / TICKS_PER_S;
    return Math.max(0, ms(uptime) - startMs);
  }

  /// The first number of `/proc/uptime`, in ms.
  private static long ms(String uptime) {
    return Math.round(Double.parseDouble(uptime.split(" ", 2)[0]) * MS_PER_S);
  }
}
