package dev.freshet.bench.subject;

import dev.freshet.bench.linux.Affinity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// A child process, bound to its cores from its first instruction, and what it printed. Owned by
/// whoever started it; ends with it at the latest.
final class SubjectProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_LINES = 1_000;

  private final Process process;
  private final List<String> lines = new ArrayList<>(); // guarded by itself
  private final CompletableFuture<Long> readyNs = new CompletableFuture<>();
  private final Thread killer;
  private final long startedNs;

  private SubjectProcess(Process process, long startedNs, Predicate<String> ready) {
    this.process = process;
    this.startedNs = startedNs;
    killer = new Thread(process::destroyForcibly, "ends-" + process.pid());
    Runtime.getRuntime().addShutdownHook(killer);
    Thread.ofPlatform().name("reads-" + process.pid()).daemon().start(() -> read(ready));
  }

  /// Starts `command` and waits until it prints a line that `ready` takes.
  static SubjectProcess start(
      List<String> command, Path folder, List<Integer> cores, Predicate<String> ready)
      throws IOException, InterruptedException {
    SubjectProcess started = spawn(command, folder, cores, ready);
    started.awaitReady();
    return started;
  }

  /// Starts `command`; whether it is ready, the caller finds out.
  static SubjectProcess start(List<String> command, Path folder, List<Integer> cores)
      throws IOException {
    return spawn(command, folder, cores, _ -> false);
  }

  private static SubjectProcess spawn(
      List<String> command, Path folder, List<Integer> cores, Predicate<String> ready)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    List<Integer> own = Affinity.ofThread();
    Affinity.pinThread(cores); // the child inherits it
    try {
      long startedNs = System.nanoTime();
      return new SubjectProcess(builder.start(), startedNs, ready);
    } finally {
      Affinity.pinThread(own);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// From starting to being ready, in ms.
  double startMs() {
    return (readyNs.getNow(System.nanoTime()) - startedNs) / 1e6;
  }

  /// Says that it is ready, for a process that does not say so itself.
  void declareReady() {
    readyNs.complete(System.nanoTime());
  }

  /// What it printed so far.
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /// The last of what it printed.
  String lastLines() {
    List<String> all = lines();
    return String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
  }

  /// Asks it to end, and ends it if it does not.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  private void awaitReady() throws InterruptedException, IOException {
    try {
      readyNs.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      close();
      throw new IOException("not ready: " + process.info().command().orElse("") + lastLines());
    }
  }

  private void read(Predicate<String> ready) {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        keep(line);
        if (ready.test(line)) {
          declareReady();
        }
      }
    } catch (IOException e) {
      keep(new UncheckedIOException(e).toString());
    }
    readyNs.completeExceptionally(new IOException("the process has ended"));
  }

  private void keep(String line) {
    synchronized (lines) {
      if (lines.size() == MAX_LINES) {
        lines.removeFirst();
      }
      lines.add(line);
    }
  }
}
