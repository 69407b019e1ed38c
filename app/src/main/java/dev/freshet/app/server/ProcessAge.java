package dev.freshet.app.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How long the process has been running, the start of the JVM included.
///
/// Linux says when it began on the clock that `/proc/uptime` reads. The wall clock is no help: what
/// the JDK tells from it is up to a second off, as the kernel gives the time of its boot in whole
/// seconds.
final class ProcessAge {
  private static final long TICKS_PER_S = 100; // USER_HZ, the same on every Linux
  private static final long MS_PER_S = 1_000;

  /// Where the process's start stands behind its name, which may contain blanks itself: proc(5).
  private static final int START_FIELD = 19;

  private ProcessAge() {}

  static long ms() {
    try {
      return ms(
          Files.readString(Path.of("/proc/self/stat")), Files.readString(Path.of("/proc/uptime")));
    } catch (IOException _) { // not Linux: without the first tenth of a second
      return ManagementFactory.getRuntimeMXBean().getUptime();
    }
  }

  static long ms(String stat, String uptime) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long startMs = Long.parseLong(fields.get(START_FIELD)) * MS_PER_S / TICKS_PER_S;
    String seconds = uptime.substring(0, uptime.indexOf(' '));
    return Math.max(0, Math.round(Double.parseDouble(seconds) * MS_PER_S) - startMs);
  }
}
