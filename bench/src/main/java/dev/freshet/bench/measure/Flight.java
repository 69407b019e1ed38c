package dev.freshet.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// A recording of where a subject's virtual machine spends its processor time, system calls
/// included, by the flight recorder's samples of CPU time (JEP 509). Owned by its caller.
public final class Flight {
  private static final String NAME = "freshet-bench";
  private static final String EVENT = "jdk.CPUTimeSample";
  private static final String EVERY = "5ms";
  private static final int DEEPEST = 96;

  private final long pid;
  private final Path file;

  private Flight(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  /// Begins to record.
  public static Flight start(long pid) throws IOException {
    Path file = Files.createTempFile("freshet-flight", ".jfr");
    try (JvmProbe probe = JvmProbe.attach(pid)) {
      probe.command(
          "jfrStart",
          "name=" + NAME,
          "settings=none",
          "+" + EVENT + "#enabled=true",
          "+" + EVENT + "#stackTrace=true",
          "+" + EVENT + "#throttle=" + EVERY);
    }
    return new Flight(pid, file);
  }

  /// Ends, and reads how often each stack was seen: frames from the outermost to the innermost, the
  /// thread's name first, joined by semicolons.
  public Map<String, Integer> stop() throws IOException {
    try (JvmProbe probe = JvmProbe.attach(pid)) {
      probe.command("jfrStop", "name=" + NAME, "filename=" + file);
    }
    Map<String, Integer> stacks = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      RecordedStackTrace trace = event.getStackTrace();
      if (event.getEventType().getName().equals(EVENT) && trace != null) {
        stacks.merge(stack(event, trace), 1, Integer::sum);
      }
    }
    Files.delete(file);
    return stacks;
  }

  private static String stack(RecordedEvent event, RecordedStackTrace trace) {
    List<String> frames = new ArrayList<>();
    for (RecordedFrame frame : trace.getFrames()) {
      RecordedMethod method = frame.getMethod();
      String type = method.getType().getName();
      frames.add(type.substring(type.lastIndexOf('.') + 1) + "." + method.getName());
    }
    Collections.reverse(frames);
    List<String> deepest = frames.subList(0, Math.min(frames.size(), DEEPEST));
    String thread = event.getThread("eventThread").getJavaName();
    return thread + ";" + String.join(";", deepest);
  }
}
