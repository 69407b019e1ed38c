package dev.freshet.app.server;

import java.time.Duration;
import java.time.Instant;

/// How long the process has been running, the start of the JVM included.
final class ProcessAge {
  private ProcessAge() {}

  static long ms() {
    Instant now = Instant.now();
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Math.max(0, Duration.between(start, now).toMillis()))
        .orElse(0L);
  }
}
