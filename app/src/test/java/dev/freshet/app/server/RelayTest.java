package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.MediaPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two whole nodes in one process, with real sockets between them: the test card is on air at one
/// and played at the other.
class RelayTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String SECRET = "cluster.secret=a secret that two nodes share";
  private static final StreamKey STREAM = StreamKey.of("default/live/card");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Server> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(Server::close);
    http.close();
  }

  @Test
  void whatIsOnAirAtOneNodePlaysAtTheOtherInTheSameSegments() throws Exception {
    Server origin = start("origin", 0);
    Server edge = start("edge", 0, parent(origin.port(MediaPort.RELAY)));
    origin.broadcastTestCard(STREAM);
    try (InputStream flv = flv(edge)) {
      assertThat(new String(flv.readNBytes(3), StandardCharsets.US_ASCII)).isEqualTo("FLV");
      flv.readNBytes(100_000);
    }
    assertThat(text(edge, "/live/card.m3u8?format=ts")).isNotEmpty(); // begins to make segments
    Map<String, byte[]> there = segments(origin, List.of());
    Map<String, byte[]> here = segments(edge, List.copyOf(there.keySet()));
    here.keySet().retainAll(there.keySet());
    assertThat(here).hasSizeGreaterThan(1);
    here.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(there.get(name)));
  }

  @Test
  void viewersStayWhileTheParentIsStartedAnew() throws Exception {
    Server origin = start("origin", 0);
    int port = origin.port(MediaPort.RELAY);
    Server edge = start("edge", 0, parent(port));
    origin.broadcastTestCard(STREAM);
    try (InputStream flv = flv(edge)) {
      flv.readNBytes(50_000);
      origin.close();
      servers.remove(origin);
      start("again", port).broadcastTestCard(STREAM);
      assertThat(flv.readNBytes(400_000)).hasSize(400_000);
    }
  }

  @Test
  void strangersHarmNothing() throws Exception {
    Server origin = start("origin", 0);
    Server edge = start("edge", 0, parent(origin.port(MediaPort.RELAY)));
    origin.broadcastTestCard(STREAM);
    try (InputStream flv = flv(edge);
        Socket stranger = new Socket()) {
      stranger.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), origin.port(MediaPort.RELAY)));
      stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      stranger.getInputStream().readAllBytes(); // it is closed
      assertThat(flv.readNBytes(100_000)).hasSize(100_000);
    }
  }

  private InputStream flv(Server node) throws Exception {
    return get(node, "/live/card.flv", HttpResponse.BodyHandlers.ofInputStream());
  }

  /// The segments that a node lists, or listed while these were awaited, by their names.
  private Map<String, byte[]> segments(Server node, List<String> awaited) throws Exception {
    String first = text(node, "/live/card.m3u8?format=ts");
    String playlist = "/live/" + lines(first).getFirst();
    Map<String, byte[]> segments = new LinkedHashMap<>();
    await()
        .atMost(DEADLINE)
        .until(() -> {
          for (String name : lines(text(node, playlist))) {
            String address = playlist.substring(0, playlist.lastIndexOf('/') + 1) + name;
            String number =
                Pattern.compile("[^/]*$").matcher(name).results().findFirst().get().group();
            if (!segments.containsKey(number)) {
              segments.put(number, get(node, address, HttpResponse.BodyHandlers.ofByteArray()));
            }
          }
          return segments.size() >= 4
              && segments.keySet().stream().filter(awaited::contains).count()
                  >= Math.min(2, awaited.size());
        });
    return segments;
  }

  private static List<String> lines(String playlist) {
    return playlist
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private String text(Server node, String path) throws Exception {
    return get(node, path, HttpResponse.BodyHandlers.ofString());
  }

  private <T> T get(Server node, String path, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.port(MediaPort.HTTP) + path);
    HttpResponse<T> response =
        http.send(HttpRequest.newBuilder(uri).timeout(DEADLINE).build(), handler);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return Objects.requireNonNull(response.body());
  }

  private static String parent(int port) {
    return "cluster.parents=127.0.0.1:" + port;
  }

  private Server start(String id, int relayPort, String... more) throws IOException {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "node.id=" + id,
                "listen.rtmp=",
                "listen.http=127.0.0.1:0",
                "listen.admin=",
                "listen.relay=127.0.0.1:" + relayPort,
                "node.loops=2",
                "services.default.waitForPublisher=20s",
                SECRET,
                "dataDir=" + folder.resolve(id)));
    sets.addAll(List.of(more));
    ConfigLoader loader = new ConfigLoader(null, Map.of(), sets);
    ConfigReload config = new ConfigReload(loader::load, (ConfigResult.Loaded) loader.load());
    Server server = new Server(config, line -> {});
    server.start();
    servers.add(server);
    return server;
  }
}
