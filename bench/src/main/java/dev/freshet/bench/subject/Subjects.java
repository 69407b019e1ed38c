package dev.freshet.bench.subject;

import dev.freshet.bench.floor.NettyFloor;
import dev.freshet.bench.floor.ReleaseFloor;
import dev.freshet.bench.floor.SendPath;
import dev.freshet.bench.floor.SendSweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Starts subjects, each in a folder of its own below one temporary one.
public final class Subjects {
  private static final List<String> PLAIN_LISTENERS = List.of("rtmp", "http");
  private static final List<String> FRESHET_LISTENERS = List.of("rtmp", "http", "https", "admin");

  private final Installation installation;
  private final Path folder;

  /// @param folder where configurations, logs and certificates go
  public Subjects(Installation installation, Path folder) {
    this.installation = installation;
    this.folder = folder;
  }

  /// Why `kind` cannot be started here, if it cannot.
  public Optional<String> missing(SubjectKind kind) {
    return switch (kind) {
      case FRESHET ->
          Files.exists(installation.freshetJar())
              ? Optional.empty()
              : Optional.of(
                  "not built: " + installation.root().relativize(installation.freshetJar()));
      case NGINX_RTMP ->
          NginxSubject.program().isPresent() && NginxSubject.module().isPresent()
              ? Optional.empty()
              : Optional.of(
                  "not installed (Debian: apt-get install -y --no-install-recommends nginx-light libnginx-mod-rtmp)");
      case NETTY_FLOOR,
          NETTY_UNSAFE_FLOOR,
          NETTY_WRITE_FLOOR,
          NETTY_SEND_FLOOR,
          NETTY_TLS_FLOOR,
          SEND_SWEEP ->
          Optional.empty();
    };
  }

  /// Starts `kind` and waits until it is ready.
  public Subject start(SubjectKind kind, SubjectSettings settings)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, kind.name().toLowerCase(java.util.Locale.ROOT));
    return switch (kind) {
      case FRESHET -> startFreshet(settings, own);
      case NGINX_RTMP -> startNginx(settings, own);
      case NETTY_FLOOR -> startNettyFloor(kind, SendPath.PIPELINE, settings, own);
      case NETTY_UNSAFE_FLOOR -> startNettyFloor(kind, SendPath.UNSAFE, settings, own);
      case NETTY_WRITE_FLOOR -> startNettyFloor(kind, SendPath.WRITE, settings, own);
      case NETTY_SEND_FLOOR -> startNettyFloor(kind, SendPath.SEND, settings, own);
      case NETTY_TLS_FLOOR -> startTlsFloor(settings, own);
      case SEND_SWEEP ->
          startFloor(
              kind, SendSweep.class, settings, own, List.of(String.valueOf(settings.windowMs())));
    };
  }

  /// Starts Freshet with a configuration of the caller's, which opens RTMP and HTTP, and waits
  /// until it is ready.
  ///
  /// @param yaml given the folder for the node's own files
  public Subject startFreshet(Function<Path, String> yaml, List<Integer> cores)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, "freshet");
    return startFreshet("serve", yaml.apply(own), own, List.of(), cores, PLAIN_LISTENERS);
  }

  /// Starts the floor of a playlist's release, and waits until it is ready.
  public Subject startReleaseFloor(int tickMs, int bodyBytes, List<Integer> cores)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, "release-floor");
    SubjectSettings settings = new SubjectSettings(0, 1, cores, false);
    List<String> arguments = List.of(String.valueOf(tickMs), String.valueOf(bodyBytes));
    return startFloor(SubjectKind.NETTY_FLOOR, ReleaseFloor.class, settings, own, arguments);
  }

  /// Why [#startFileServer] cannot work here, if it cannot.
  public Optional<String> missingFileServer() {
    return NginxSubject.program().isPresent()
        ? Optional.empty()
        : Optional.of(
            "not installed (Debian: apt-get install -y --no-install-recommends nginx-light)");
  }

  /// Starts nginx over the files of a folder, and waits until it is ready.
  ///
  /// @param sendfile whether the kernel copies from file to socket by itself
  public FileServer startFileServer(Path files, boolean sendfile, List<Integer> cores)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, "files");
    return FileServer.start(files, own, freePort(), sendfile, cores);
  }

  /// Starts Freshet with its own broadcast, and waits until it is ready.
  public DemoNode startDemo(List<Integer> cores) throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, "demo");
    String yaml =
        """
        listen: {rtmp: "127.0.0.1:0", http: "127.0.0.1:0", admin: "127.0.0.1:0"}
        dataDir: "%s"
        """
            .formatted(own.resolve("data"));
    return new DemoNode(startFreshet("demo", yaml, own, List.of(), cores, PLAIN_LISTENERS), own);
  }

  /// Starts a cluster of real processes with an etcd of its own, and waits until it is ready.
  ///
  /// @param settings `KEY=VALUE`, for every node
  public ClusterSubject startCluster(
      int nodes, int regions, int isps, List<String> settings, List<Integer> cores)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, "cluster");
    Path file = own.resolve("cluster.json");
    List<String> words = installation.freshet(List.of());
    words.addAll(List.of("cluster", "--nodes=" + nodes, "--regions=" + regions, "--isps=" + isps));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    words.addAll(List.of("--data=" + own.resolve("data"), "--json=" + file));
    return new ClusterSubject(SubjectProcess.start(words, own, cores, Subjects::saysReady), file);
  }

  private Subject startFreshet(SubjectSettings settings, Path own)
      throws IOException, InterruptedException {
    String yaml = FreshetConfig.yaml(settings, own, Certificate.create(own));
    List<String> flags = JavaFlags.measured(own, settings);
    return startFreshet("serve", yaml, own, flags, settings.cores(), FRESHET_LISTENERS);
  }

  private Subject startFreshet(
      String command,
      String yaml,
      Path own,
      List<String> flags,
      List<Integer> cores,
      List<String> ports)
      throws IOException, InterruptedException {
    Path config = Files.writeString(own.resolve("freshet.yaml"), yaml);
    List<String> words = installation.freshet(flags);
    words.addAll(List.of(command, "--config", config.toString()));
    SubjectProcess process = SubjectProcess.start(words, own, cores, Subjects::saysReady);
    return new FreshetSubject(process, listeners(process, ports), own);
  }

  private static Listeners listeners(SubjectProcess process, List<String> names)
      throws IOException {
    try {
      return Listeners.parse(process.lines(), names);
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  private Subject startNettyFloor(
      SubjectKind kind, SendPath path, SubjectSettings settings, Path own)
      throws IOException, InterruptedException {
    return startFloor(kind, NettyFloor.class, settings, own, nettyArguments(settings, path));
  }

  private Subject startTlsFloor(SubjectSettings settings, Path own)
      throws IOException, InterruptedException {
    Certificate certificate = Certificate.create(own);
    List<String> arguments = new ArrayList<>(nettyArguments(settings, SendPath.PIPELINE));
    arguments.add(certificate.chain().toString());
    arguments.add(certificate.key().toString());
    return startFloor(SubjectKind.NETTY_TLS_FLOOR, NettyFloor.class, settings, own, arguments);
  }

  private Subject startFloor(
      SubjectKind kind, Class<?> main, SubjectSettings settings, Path own, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = installation.ownProgram(main, JavaFlags.measured(own, settings));
    command.addAll(arguments);
    SubjectProcess process =
        SubjectProcess.start(command, own, settings.cores(), Subjects::saysReady);
    return new FloorSubject(kind, process, listeners(process, List.of("http")).port("http"), own);
  }

  private static Subject startNginx(SubjectSettings settings, Path own)
      throws IOException, InterruptedException {
    int port = freePort();
    Path config = own.resolve("nginx.conf");
    Files.writeString(
        config, NginxSubject.configuration(NginxSubject.module().orElseThrow(), own, port));
    SubjectProcess process =
        SubjectProcess.start(
            List.of(
                NginxSubject.program().orElseThrow().toString(),
                "-p",
                own.toString(),
                "-c",
                config.toString()),
            own,
            settings.cores());
    awaitListening(process, port);
    return new NginxSubject(process, port);
  }

  private static List<String> nettyArguments(SubjectSettings settings, SendPath path) {
    return List.of(
        String.valueOf(settings.windowMs()), String.valueOf(settings.loops()), path.name());
  }

  /// The last line of a start is `ready` with the time taken.
  private static boolean saysReady(String line) {
    return line.equals("ready") || line.startsWith("ready ") || line.contains(" ready ");
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  static void awaitListening(SubjectProcess process, int port)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 1_000 && process.isAlive(); tries++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        process.declareReady();
        return;
      } catch (IOException _) {
        Thread.sleep(2);
      }
    }
    process.close();
    throw new IOException("nginx does not listen: " + process.lastLines());
  }
}
