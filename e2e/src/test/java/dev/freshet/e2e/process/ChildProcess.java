package dev.freshet.e2e.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A running program and what it has said, on both of its outputs. Owned by [Children].
/// Thread-safe.
public final class ChildProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = Thread.ofVirtual().name(name).start(this::readLines);
  }

  /// The operating system's number for it.
  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /// Everything said so far.
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /// Everything said so far, as one text.
  public String output() {
    return String.join("\n", lines());
  }

  /// Waits until a line was said that `matches` accepts, and answers it.
  public String awaitLine(Duration atMost, Predicate<String> matches) {
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    synchronized (lines) {
      while (true) {
        Optional<String> found = lines.stream().filter(matches).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0 || !reader.isAlive()) {
          throw new AssertionError(name + " did not say what was awaited:\n" + output());
        }
        waitMs(leftMs);
      }
    }
  }

  /// Waits until it has opened a socket: a client that has come as far as to its server.
  public ChildProcess awaitSocket(Duration atMost) {
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    while (!hasSocket()) {
      if (System.nanoTime() > deadlineNs || !isRunning()) {
        throw new AssertionError(name + " does not connect:\n" + output());
      }
      LockSupport.parkNanos(5_000_000);
    }
    return this;
  }

  private boolean hasSocket() {
    Path open = Path.of("/proc", Long.toString(pid()), "fd");
    try (Stream<Path> files = Files.list(open)) {
      return files.anyMatch(ChildProcess::isSocket);
    } catch (IOException | UncheckedIOException e) {
      return false; // it has just ended
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  /// Waits until it has ended by itself and answers its exit status.
  public int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs after " + atMost + ":\n" + output());
      }
      reader.join(Duration.ofSeconds(5));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// Waits until it has ended by itself, with success.
  public ChildProcess awaitSuccess(Duration atMost) {
    int status = awaitExit(atMost);
    if (status != 0) {
      throw new AssertionError(name + " failed with status " + status + ":\n" + output());
    }
    return this;
  }

  /// Sends a signal by its name: `STOP`, `CONT`, `TERM`, `HUP`, `KILL`, `INT`.
  public void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes a line to its standard input.
  public void say(String line) {
    try {
      Writer in = process.outputWriter();
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends it at once (SIGKILL), with all that it has started.
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readLines() {
    try (BufferedReader in = process.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(" + e.getMessage() + ")");
    } finally {
      synchronized (lines) {
        lines.notifyAll();
      }
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  private void waitMs(long ms) {
    try {
      lines.wait(Math.min(ms, 200)); // again and again: the reader may just have ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
