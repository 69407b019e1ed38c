package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.contract.node.MediaPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/// Whole nodes of one cluster in one process, with real sockets between them. Owned by the test.
final class TestNodes implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Server> servers = new ArrayList<>();
  private final Map<Server, Integer> adminPorts = new HashMap<>();

  TestNodes(Path folder) {
    this.folder = folder;
  }

  /// A node that listens for HTTP, and for whatever `sets` say.
  Server start(String id, List<String> more) throws IOException {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "node.id=" + id,
                "listen.rtmp=",
                "listen.http=127.0.0.1:0",
                "listen.admin=127.0.0.1:0",
                "node.loops=2",
                "services.default.waitForPublisher=20s",
                "cluster.secret=a secret that these nodes share",
                "dataDir=" + folder.resolve(id)));
    sets.addAll(more);
    ConfigLoader loader = new ConfigLoader(null, Map.of(), sets);
    ConfigReload config = new ConfigReload(loader::load, (ConfigResult.Loaded) loader.load());
    List<String> said = new ArrayList<>();
    Server server = new Server(config, said::add);
    server.start();
    servers.add(server);
    adminPorts.put(server, adminPort(said));
    return server;
  }

  private static int adminPort(List<String> said) {
    String line = said.stream().filter(each -> each.startsWith("admin ")).findFirst().orElseThrow();
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /// Waits until a node's metrics say so.
  void await(Server node, String metric) {
    int port = Objects.requireNonNull(adminPorts.get(node));
    Awaitility.await()
        .atMost(DEADLINE)
        .until(() -> get(port, "/metrics", HttpResponse.BodyHandlers.ofString()).contains(metric));
  }

  void stop(Server node) {
    node.close();
    servers.remove(node);
  }

  @Override
  public void close() {
    servers.forEach(Server::close);
    http.close();
  }

  InputStream flv(Server node, String path) throws Exception {
    return get(node, path, HttpResponse.BodyHandlers.ofInputStream());
  }

  String text(Server node, String path) throws Exception {
    return get(node, path, HttpResponse.BodyHandlers.ofString());
  }

  /// The segments that a node lists, or listed while these were awaited, by their names.
  Map<String, byte[]> segments(Server node, String path, List<String> awaited) throws Exception {
    String folderPath = path.substring(0, path.lastIndexOf('/') + 1);
    String playlist = folderPath + lines(text(node, path)).getFirst();
    String session = playlist.substring(0, playlist.lastIndexOf('/') + 1);
    Map<String, byte[]> segments = new LinkedHashMap<>();
    Awaitility.await()
        .atMost(DEADLINE)
        .until(() -> {
          for (String line : lines(text(node, playlist))) {
            String name = line.substring(line.lastIndexOf('/') + 1);
            if (!segments.containsKey(name)) {
              segments.put(name, bytes(node, session + line));
            }
          }
          long met = segments.keySet().stream().filter(awaited::contains).count();
          return segments.size() >= 4 && met >= Math.min(2, awaited.size());
        });
    return segments;
  }

  private static List<String> lines(String playlist) {
    return playlist.lines().filter(line -> !line.startsWith("#")).toList();
  }

  private byte[] bytes(Server node, String path) throws Exception {
    return get(node, path, HttpResponse.BodyHandlers.ofByteArray());
  }

  private <T> T get(Server node, String path, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    return get(node.port(MediaPort.HTTP), path, handler);
  }

  private <T> T get(int port, String path, HttpResponse.BodyHandler<T> handler) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpResponse<T> response =
        http.send(HttpRequest.newBuilder(uri).timeout(DEADLINE).build(), handler);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return Objects.requireNonNull(response.body());
  }
}
