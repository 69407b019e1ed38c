package dev.freshet.testkit.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real etcd on free ports of the loopback interface, with its data in a folder of its own. Owned
/// by the test, which closes it.
public final class EtcdProcess implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 10;
  private static final int MAX_LOOKS = 2_000;

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

  /// @param folder of its own
  /// @param extra more arguments; with any, clients must come by TLS
  public static EtcdProcess start(Path folder, String... extra) throws IOException {
    EtcdProcess etcd = new EtcdProcess(folder, List.of(extra));
    etcd.start();
    return etcd;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Where clients reach it.
  public int port() {
    return clientPort;
  }

  /// The same, without TLS.
  public URI address() {
    return URI.create("http://127.0.0.1:" + clientPort);
  }

  /// Where it keeps what it knows.
  public Path data() {
    return folder.resolve("data");
  }

  /// Starts it again on the same ports, and waits until it serves clients: it listens before, but
  /// one that is killed then for the first time does not know itself as a member, and never leads.
  public void start() throws IOException {
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
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process = started;
    for (int looks = 0; !serves(started, saidBefore); looks++) {
      if (looks > MAX_LOOKS || !started.isAlive()) {
        throw new IOException("etcd does not serve: " + read(log));
      }
      pause();
    }
  }

  private boolean serves(Process started, int saidBefore) {
    String said = read(folder.resolve("log"));
    return started.isAlive() && said.indexOf("serving client traffic", saidBefore) > 0;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// `STOP` or `CONT`.
  public void signal(String name) throws IOException {
    if (process != null) {
      String pid = Long.toString(process.pid());
      Process kill = new ProcessBuilder("kill", "-" + name, pid).start();
      if (kill.onExit().join().exitValue() != 0) {
        throw new IOException("etcd takes no signal " + name);
      }
    }
  }

  /// Kills it.
  public void stop() {
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
