package dev.freshet.app.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of the cluster, whose output goes into a file. Owned by the main thread: where Linux
/// can, the process ends with it, even if that is killed.
final class LocalProcess implements AutoCloseable {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final int END_SECONDS = 15;
  private static final int POLL_MS = 20;

  private final String name;
  private final Process process;
  private final Path log;
  private final long logBeginsAt;

  private LocalProcess(String name, Process process, Path log, long logBeginsAt) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.logBeginsAt = logBeginsAt;
  }

  /// @param log appended to
  /// @param onExit called by another thread when it has ended
  static LocalProcess start(String name, List<String> command, Path log, Runnable onExit)
      throws IOException {
    long logBeginsAt = Files.exists(log) ? Files.size(log) : 0;
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETPRIV)) {
      words.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
    }
    words.addAll(command);
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.onExit().thenRun(onExit);
    return new LocalProcess(name, process, log, logBeginsAt);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// How it ended. Only after that.
  int exitStatus() {
    return process.exitValue();
  }

  /// Waits until its output has `text`.
  ///
  /// @throws IOException with the last of its output, if it ends before or takes too long
  void await(String text, int maxSeconds) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
    while (!said().contains(text)) {
      if (!process.isAlive() || System.nanoTime() > deadlineNs) {
        String why = process.isAlive() ? " is not ready after " + maxSeconds + " s" : " has ended";
        throw new IOException(name + why + "; the last lines of " + log + ":\n" + lastLines());
      }
      Thread.sleep(POLL_MS);
    }
  }

  private String said() throws IOException {
    String all = Files.readString(log);
    return all.substring((int) Math.min(all.length(), logBeginsAt));
  }

  private String lastLines() throws IOException {
    List<String> lines = said().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  /// Asks it to end; it may take its time.
  void askToEnd() {
    process.destroy();
  }

  /// Asks it to end, and ends it if it does not.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
