package dev.freshet.e2e.program;

import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One node, as its own process, on free ports and an own data folder. Owned by [Children].
public final class FreshetProcess {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern LISTENER =
      Pattern.compile("\\b(rtmps?|https?|admin)\\b.*?127\\.0\\.0\\.1:(\\d+)");

  private final ChildProcess process;
  private final Path dataDir;
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  private FreshetProcess(ChildProcess process, Path dataDir) {
    this.process = process;
    this.dataDir = dataDir;
  }

  /// Starts a node with these `key=value` settings and a new data folder; waits until it is ready.
  public static FreshetProcess start(Children children, String... settings) {
    return startIn(children, children.folder("data"), settings);
  }

  /// Starts a node on a data folder that may hold an earlier node's files.
  public static FreshetProcess startIn(Children children, Path dataDir, String... settings) {
    return start(children, "serve", dataDir, settings);
  }

  /// Starts a node with the test broadcast.
  public static FreshetProcess demo(Children children) {
    return start(children, "demo", children.folder("data"));
  }

  private static FreshetProcess start(
      Children children, String what, Path dataDir, String... settings) {
    List<String> command = new ArrayList<>(List.of(java(), "-ea", "-Xmx512m"));
    command.add("-Dio.netty.leakDetection.level=paranoid");
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"));
    command.addAll(List.of("-XX:MaxDirectMemorySize=512m", "-jar", jar().toString(), what));
    set(command, "listen.rtmp=127.0.0.1:0");
    set(command, "listen.http=127.0.0.1:0");
    set(command, "listen.admin=127.0.0.1:0");
    set(command, "dataDir=" + dataDir);
    for (String setting : settings) {
      set(command, setting);
    }
    FreshetProcess freshet = new FreshetProcess(children.start(command), dataDir);
    freshet.awaitReady();
    return freshet;
  }

  /// The process itself: its log and its end.
  public ChildProcess process() {
    return process;
  }

  public Path dataDir() {
    return dataDir;
  }

  /// Where `stream`, such as `live/x`, is pushed and played by RTMP.
  public String rtmp(String stream) {
    return address("rtmp") + "/" + stream;
  }

  /// Where `path`, such as `/live/x.flv`, is found over HTTP.
  public String http(String path) {
    return address("http") + path;
  }

  /// The same for a WebSocket.
  public String webSocket(String path) {
    return "ws://127.0.0.1:" + port("http") + path;
  }

  /// Scheme, host and port of a listener: `rtmp`, `rtmps`, `http`, `https`, `admin`.
  public String address(String listener) {
    String scheme = listener.equals("admin") ? "http" : listener;
    return scheme + "://127.0.0.1:" + port(listener);
  }

  /// The port that a listener got.
  public int port(String listener) {
    Integer port = ports.get(listener);
    if (port == null) {
      throw new AssertionError("no listener " + listener + " in:\n" + process.output());
    }
    return port;
  }

  /// Its administrator's view.
  public AdminApi admin() {
    return new AdminApi(address("admin"), dataDir);
  }

  private void awaitReady() {
    process.awaitLine(START, line -> line.startsWith("ready"));
    for (String line : process.lines()) {
      Matcher listener = LISTENER.matcher(line);
      if (listener.find()) {
        ports.putIfAbsent(listener.group(1), Integer.parseInt(listener.group(2)));
      }
    }
  }

  private static void set(List<String> command, String setting) {
    command.add("--set");
    command.add(setting);
  }

  /// The virtual machine that runs these tests.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The program.
  public static Path jar() {
    String built = Path.of("..", "app", "target", "freshet.jar").toString();
    Path jar = Path.of(System.getProperty("freshet.jar", built)).toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new AssertionError(jar + " is missing; build it: ./mvnw -pl e2e -am package");
    }
    return jar;
  }
}
