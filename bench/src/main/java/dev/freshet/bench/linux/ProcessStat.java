package dev.freshet.bench.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What `/proc/PID` tells of a process: its processor time and memory (proc(5)). Stateless.
public final class ProcessStat {
  private static final long US_PER_TICK = 1_000_000 / ticksPerSecond();

  private ProcessStat() {}

  /// Processor time that all threads of `pid` have used, user and kernel, in us.
  public static long cpuUs(long pid) throws IOException {
    return cpuUs(Path.of("/proc/" + pid + "/stat"));
  }

  /// Processor time by thread, in us. Threads that share a name are added up.
  public static Map<String, Long> cpuUsByThread(long pid) throws IOException {
    Map<String, Long> byName = new TreeMap<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        try {
          String name = Files.readString(thread.resolve("comm")).trim();
          byName.merge(name, cpuUs(thread.resolve("stat")), Long::sum);
        } catch (NoSuchFileException _) {
          // it ended between the listing and the reading
        }
      }
    }
    return byName;
  }

  /// Processor time that one thread of this process has used, in us.
  public static long ownThreadCpuUs(int threadId) throws IOException {
    return cpuUs(Path.of("/proc/self/task/" + threadId + "/stat"));
  }

  /// Memory that only `pid` holds and that no file backs (RssAnon), in bytes.
  public static long anonymousBytes(long pid) throws IOException {
    return statusBytes(pid, "RssAnon:");
  }

  /// All memory of `pid` that is in RAM, in bytes.
  public static long residentBytes(long pid) throws IOException {
    return statusBytes(pid, "VmRSS:");
  }

  private static long statusBytes(long pid, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("/proc/" + pid + "/status: no " + key);
  }

  private static long cpuUs(Path stat) throws IOException {
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * US_PER_TICK;
  }

  private static long ticksPerSecond() {
    try (Arena arena = Arena.ofConfined()) {
      return (long) Native.SYSCONF.invokeExact(arena.allocate(Native.callState()), 2);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }
}
