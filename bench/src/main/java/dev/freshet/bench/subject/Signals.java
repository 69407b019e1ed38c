package dev.freshet.bench.subject;

import java.io.IOException;

/// Signals to processes that this program, or one that it started, has started. Stateless.
public final class Signals {
  private Signals() {}

  /// @param name such as `STOP`
  /// @throws IOException if there is no such process
  public static void send(long pid, String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("kill -" + name + " " + pid + ": status " + status);
    }
  }
}
