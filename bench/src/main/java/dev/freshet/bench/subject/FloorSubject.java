package dev.freshet.bench.subject;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.Feed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A floor, running. Owned by the scenario that started it.
record FloorSubject(SubjectKind kind, SubjectProcess process, int port, Path folder)
    implements Subject {
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
    return Feed.BARE;
  }

  @Override
  public int publishPort() {
    return port;
  }

  @Override
  public int port(Dialect dialect) {
    boolean tls = dialect == Dialect.HTTPS_FLV;
    if (dialect != Dialect.FLV && !(tls && kind == SubjectKind.NETTY_TLS_FLOOR)) {
      throw new UnsupportedOperationException(kind.label() + ": no " + dialect.label());
    }
    return port;
  }

  @Override
  public Optional<Path> collectorLog() {
    return Optional.of(JavaFlags.collectorLog(folder));
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
