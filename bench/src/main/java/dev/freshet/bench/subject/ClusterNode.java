package dev.freshet.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A node of `./freshet cluster`, as its file tells it. A value: no owner.
///
/// @param pid changes when the node is started anew
/// @param isps the operators whose networks it is in
/// @param relay the address of its port between nodes
public record ClusterNode(
    String id,
    long pid,
    String tier,
    String region,
    List<String> isps,
    int rtmpPort,
    int httpPort,
    int adminPort,
    String relay,
    String token) {
  public ClusterNode {
    isps = List.copyOf(isps);
  }

  static ClusterNode of(JsonNode node, String token) {
    List<String> isps = new ArrayList<>();
    node.path("isps").forEach(isp -> isps.add(isp.asText()));
    return new ClusterNode(
        node.path("id").asText(),
        node.path("pid").asLong(),
        node.path("tier").asText(),
        node.path("region").asText(),
        isps,
        port(node.path("rtmp")),
        port(node.path("http")),
        port(node.path("admin")),
        node.path("relay").asText(),
        token);
  }

  private static int port(JsonNode url) {
    return URI.create(url.asText()).getPort();
  }

  /// Asks the node about itself.
  public AdminProbe admin() {
    return AdminProbe.of(adminPort, token);
  }

  /// Sends it a signal.
  ///
  /// @param name such as `KILL`
  public void signal(String name) throws IOException, InterruptedException {
    Signals.send(pid, name);
  }
}
