package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.MediaPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two whole nodes in one process, with real sockets between them: the test card is on air at one
/// and played at the other.
class RelayTest {
  private static final String PLAYLIST = "/live/card.m3u8?format=ts";
  private static final StreamKey STREAM = StreamKey.of("default/live/card");

  private final TestNodes nodes;

  RelayTest(@TempDir Path folder) {
    nodes = new TestNodes(folder);
  }

  @AfterEach
  void stop() {
    nodes.close();
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
    assertThat(nodes.text(edge, PLAYLIST)).isNotEmpty(); // begins to make segments
    Map<String, byte[]> there = nodes.segments(origin, PLAYLIST, List.of());
    Map<String, byte[]> here = nodes.segments(edge, PLAYLIST, List.copyOf(there.keySet()));
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
      nodes.stop(origin);
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
    return nodes.flv(node, "/live/card.flv");
  }

  private static String parent(int port) {
    return "cluster.parents=127.0.0.1:" + port;
  }

  private Server start(String id, int relayPort, String... more) throws IOException {
    List<String> sets = new ArrayList<>(List.of("listen.relay=127.0.0.1:" + relayPort));
    sets.addAll(List.of(more));
    return nodes.start(id, sets);
  }
}
