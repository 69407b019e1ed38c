package dev.freshet.e2e.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// All that one test has started. Owned by the test, which closes it: nothing outlives its test.
public final class Children implements AutoCloseable {
  private final Queue<AutoCloseable> started = new ConcurrentLinkedQueue<>();
  private final Thread atExit = new Thread(this::closeAll);

  public Children() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Starts a program, found on the `PATH` or by its own path.
  public ChildProcess start(List<String> command) {
    return start(command, Map.of());
  }

  /// Starts a program with more environment variables.
  public ChildProcess start(List<String> command, Map<String, String> environment) {
    Programs.require(command.getFirst());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      String name = Path.of(command.getFirst()).getFileName().toString();
      return own(new ChildProcess(name, builder.start()));
    } catch (IOException e) {
      throw new AssertionError("cannot start " + command, e);
    }
  }

  /// Closes `resource` too when the test is over.
  public <T extends AutoCloseable> T own(T resource) {
    started.add(resource);
    return resource;
  }

  /// A new empty folder, which stays for whoever looks into a failure until the next `clean`.
  public Path folder(String name) {
    try {
      Path parent = Files.createDirectories(Path.of("target", "e2e").toAbsolutePath());
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the JVM is going down already
    }
  }

  private void closeAll() {
    for (AutoCloseable child = started.poll(); child != null; child = started.poll()) {
      try {
        child.close();
      } catch (Exception e) {
        System.err.println("closing " + child + ": " + e);
      }
    }
  }
}
