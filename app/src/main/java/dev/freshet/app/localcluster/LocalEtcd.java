package dev.freshet.app.localcluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The cluster's etcd: one member, on loopback. Owned by [LocalCluster].
final class LocalEtcd {
  private static final int START_SECONDS = 30;

  private final Path folder;
  private final String client;
  private final String peer;

  LocalEtcd(Path folder, int clientPort, int peerPort) {
    this.folder = folder;
    this.client = "http://127.0.0.1:" + clientPort;
    this.peer = "http://127.0.0.1:" + peerPort;
  }

  /// The program, or an error that says what to install.
  static Path program() throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .map(part -> Path.of(part, "etcd"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "etcd is not installed (Debian: apt-get install -y --no-install-recommends"
                    + " etcd-server; elsewhere: etcd.io, and then in the PATH)"));
  }

  /// Where clients find it.
  String client() {
    return client;
  }

  LocalProcess start(Path program, Runnable onExit) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> command =
        List.of(
            program.toString(),
            "--name=local",
            "--data-dir=" + folder.resolve("data"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=local=" + peer,
            "--logger=zap",
            "--heartbeat-interval=50",
            "--election-timeout=500");
    LocalProcess process = LocalProcess.start("etcd", command, folder.resolve("log"), onExit);
    process.await("serving client traffic", START_SECONDS);
    return process;
  }
}
