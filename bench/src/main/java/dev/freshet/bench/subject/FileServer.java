package dev.freshet.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// nginx serving the files of one folder over HTTP/1.1, as one process, set up as for many files
/// that do not change. Owned by the scenario that started it.
public final class FileServer implements AutoCloseable {
  private final SubjectProcess process;
  private final int port;

  private FileServer(SubjectProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /// @param files what it serves; its own files go to `own`
  /// @param sendfile whether the kernel copies from file to socket by itself
  static FileServer start(Path files, Path own, int port, boolean sendfile, List<Integer> cores)
      throws IOException, InterruptedException {
    Path config = own.resolve("nginx.conf");
    Files.writeString(config, configuration(files, own, port, sendfile));
    String program = NginxSubject.program().orElseThrow().toString();
    List<String> command = List.of(program, "-p", own.toString(), "-c", config.toString());
    SubjectProcess process = SubjectProcess.start(command, own, cores);
    Subjects.awaitListening(process, port);
    return new FileServer(process, port);
  }

  /// Its process.
  public long pid() {
    return process.pid();
  }

  /// Where it listens, on 127.0.0.1.
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }

  static String configuration(Path files, Path own, int port, boolean sendfile) {
    return """
    daemon off;
    master_process off;
    worker_rlimit_nofile 40000;
    error_log stderr warn;
    pid %2$s/nginx.pid;
    events { worker_connections 10000; }
    http {
      access_log off;
      sendfile %4$s;
      tcp_nopush on;
      keepalive_requests 100000000;
      open_file_cache max=1000 inactive=600s;
      open_file_cache_valid 600s;
      client_body_temp_path %2$s/body;
      proxy_temp_path %2$s/proxy;
      fastcgi_temp_path %2$s/fastcgi;
      uwsgi_temp_path %2$s/uwsgi;
      scgi_temp_path %2$s/scgi;
      types { video/mp2t ts; video/mp4 m4s mp4; }
      server {
        listen 127.0.0.1:%3$d;
        root %1$s;
      }
    }
    """
        .formatted(files, own, port, sendfile ? "on" : "off");
  }
}
