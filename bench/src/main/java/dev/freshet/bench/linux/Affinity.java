package dev.freshet.bench.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which cores threads may run on. Stateless.
public final class Affinity {
  private static final int MASK_BYTES = 128; // room for 1,024 cores

  private Affinity() {}

  /// The cores that the calling thread may use.
  public static List<Integer> ofThread() throws IOException {
    Path status = Path.of("/proc/self/task/" + threadId() + "/status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("Cpus_allowed_list:")) {
        return parse(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    throw new IOException(status + ": no Cpus_allowed_list");
  }

  /// The cores in a list such as `0,2-3`.
  public static List<Integer> parse(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String part : list.split(",")) {
      int dash = part.indexOf('-');
      int first = Integer.parseInt((dash < 0 ? part : part.substring(0, dash)).trim());
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1).trim());
      for (int core = first; core <= last; core++) {
        cores.add(core);
      }
    }
    return List.copyOf(cores);
  }

  /// Binds every thread of this process, and so those that they will start.
  public static void pinProcess(List<Integer> cores) throws IOException {
    for (int pass = 0; pass < 2; pass++) { // a thread may have been started during the first
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path thread : threads) {
          pin(Integer.parseInt(thread.getFileName().toString()), cores);
        }
      }
    }
  }

  /// Binds the calling thread; a child process that it starts inherits this.
  public static void pinThread(List<Integer> cores) {
    pin(0, cores);
  }

  /// The calling thread's number, as `/proc/self/task` names it.
  public static int threadId() {
    try (Arena arena = Arena.ofConfined()) {
      return (int) Native.GETTID.invokeExact(arena.allocate(Native.callState()));
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }

  private static void pin(int threadId, List<Integer> cores) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, 8);
      for (int core : cores) {
        long word = mask.getAtIndex(JAVA_LONG, core / 64);
        mask.setAtIndex(JAVA_LONG, core / 64, word | 1L << core % 64);
      }
      MemorySegment state = arena.allocate(Native.callState());
      int ignored =
          (int) Native.SCHED_SETAFFINITY.invokeExact(state, threadId, (long) MASK_BYTES, mask);
    } catch (Throwable thrown) {
      throw Native.impossible(thrown);
    }
  }
}
