package dev.freshet.bench.subject;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.Feed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// nginx with its RTMP module, running as one process. Owned by the scenario that started it.
record NginxSubject(SubjectProcess process, int port) implements Subject {
  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so"),
          Path.of("/usr/lib64/nginx/modules/ngx_rtmp_module.so"));
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));

  /// Where the module is, if the system has it.
  static Optional<Path> module() {
    return MODULES.stream().filter(Files::exists).findFirst();
  }

  /// Where the program is, if the system has it.
  static Optional<Path> program() {
    return PROGRAMS.stream().filter(Files::exists).findFirst();
  }

  /// A configuration that listens on loopback only and writes below `folder` only.
  static String configuration(Path module, Path folder, int port) {
    return """
    load_module %s;
    daemon off;
    master_process off;
    worker_rlimit_nofile 40000;
    error_log stderr warn;
    pid %s/nginx.pid;
    events { worker_connections 39000; }
    rtmp {
      access_log off;
      server {
        listen 127.0.0.1:%d;
        chunk_size 4096;
        application live { live on; }
      }
    }
    """
        .formatted(module, folder, port);
  }

  @Override
  public SubjectKind kind() {
    return SubjectKind.NGINX_RTMP;
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
    return port;
  }

  @Override
  public int port(Dialect dialect) {
    if (dialect != Dialect.RTMP) {
      throw new UnsupportedOperationException("nginx-rtmp: no " + dialect.label());
    }
    return port;
  }

  @Override
  public Optional<Path> collectorLog() {
    return Optional.empty();
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
