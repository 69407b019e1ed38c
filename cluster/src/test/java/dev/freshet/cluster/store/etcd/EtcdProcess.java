package dev.freshet.cluster.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real etcd on free ports of the loopback interface, with its data in a folder of its own. Owned
/// by the test, which closes it.
final class EtcdProcess implements AutoCloseable {
  private final Path folder;
  private final int clientPort;
  private final int peerPort;
  private final List<String> extra;
  private @Nullable Process process;

  private EtcdProcess(Path folder, List<String> extra) throws IOException {
    this.folder = folder;
    this.extra = extra;
    this.clientPort = freePort();
    this.peerPort = freePort();
  }

  static EtcdProcess start(Path folder, String... extra) throws IOException {
    EtcdProcess etcd = new EtcdProcess(folder, List.of(extra));
    etcd.start();
    return etcd;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return clientPort;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + clientPort);
  }

  Path data() {
    return folder.resolve("data");
  }

  /// Starts it again on the same ports, and waits until it serves clients: it listens before, but
  /// one that is killed then for the first time does not know itself as a member, and never leads.
  void start() throws IOException {
    String scheme = extra.isEmpty() ? "http" : "https";
    String clients = scheme + "://127.0.0.1:" + clientPort;
    String peers = "http://127.0.0.1:" + peerPort;
    List<String> command = new ArrayList<>();
    command.addAll(List.of("etcd", "--name", "test", "--data-dir", data().toString()));
    command.addAll(List.of("--listen-client-urls", clients, "--advertise-client-urls", clients));
    command.addAll(List.of("--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers));
    command.addAll(List.of("--initial-cluster", "test=" + peers, "--logger", "zap"));
    command.addAll(List.of("--heartbeat-interval", "20", "--election-timeout", "200"));
    command.addAll(extra);
    Path log = folder.resolve("log");
    int saidBefore = Files.exists(log) ? read(log).length() : 0;
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> serves(saidBefore));
  }

  private boolean serves(int saidBefore) {
    String said = read(folder.resolve("log"));
    assertThat(process).isNotNull();
    assertThat(process != null && process.isAlive()).as(said).isTrue();
    return said.indexOf("serving client traffic", saidBefore) > 0;
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// `STOP` or `CONT`.
  void signal(String name) throws IOException {
    if (process != null) {
      String pid = Long.toString(process.pid());
      Process kill = new ProcessBuilder("kill", "-" + name, pid).start();
      assertThat(kill.onExit().join().exitValue()).isZero();
    }
  }

  /// Kills it.
  void stop() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
