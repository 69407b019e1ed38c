package dev.freshet.bench.subject;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.Feed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Freshet, running. Owned by the scenario that started it.
record FreshetSubject(SubjectProcess process, Listeners listeners, Path folder) implements Subject {
  @Override
  public SubjectKind kind() {
    return SubjectKind.FRESHET;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public double startMs() {
    return process.startMs();
  }

  @Override
  public Feed feed() {
    return Feed.RTMP;
  }

  @Override
  public int publishPort() {
    return listeners.port("rtmp");
  }

  @Override
  public int port(Dialect dialect) {
    return switch (dialect) {
      case RTMP -> listeners.port("rtmp");
      case FLV, WS_FLV -> listeners.port("http");
      case HTTPS_FLV -> listeners.port("https");
    };
  }

  @Override
  public Optional<Path> collectorLog() {
    return Optional.of(JavaFlags.collectorLog(folder));
  }

  @Override
  public AdminProbe admin() throws IOException {
    return new AdminProbe(listeners.port("admin"), folder.resolve("data").resolve("admin-token"));
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public List<String> lines() {
    return process.lines();
  }

  @Override
  public String lastLines() {
    return process.lastLines();
  }

  @Override
  public void close() {
    process.close();
  }
}
