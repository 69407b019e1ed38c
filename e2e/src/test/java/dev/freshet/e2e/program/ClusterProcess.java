package dev.freshet.e2e.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `freshet cluster`: several nodes and an etcd, each a process of its own. Owned by [Children].
public final class ClusterProcess {
  private static final Duration START = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChildProcess process;
  private final Path file;

  private ClusterProcess(ChildProcess process, Path file) {
    this.process = process;
    this.file = file;
  }

  /// One of its nodes.
  ///
  /// @param pid as it was when this was read: a node that was started anew has another one
  public record Node(String id, long pid, String region, String rtmp, String http) {}

  /// Starts one with these options, and waits until it is ready.
  public static ClusterProcess start(Children children, String... options) {
    Path folder = children.folder("cluster");
    Path file = folder.resolve("cluster.json");
    List<String> command =
        new ArrayList<>(
            List.of(FreshetProcess.java(), "-ea", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-jar", FreshetProcess.jar().toString(), "cluster"));
    command.addAll(List.of("--json", file.toString(), "--data", folder.resolve("data").toString()));
    command.addAll(List.of(options));
    ClusterProcess cluster = new ClusterProcess(children.start(command), file);
    cluster.process.awaitLine(START, line -> line.startsWith("ready"));
    return cluster;
  }

  /// The process that started all others.
  public ChildProcess process() {
    return process;
  }

  /// Its nodes, as they run now.
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (JsonNode node : json().path("nodes")) {
      nodes.add(
          new Node(
              node.path("id").asText(),
              node.path("pid").asLong(),
              node.path("region").asText(),
              node.path("rtmp").asText(),
              node.path("http").asText()));
    }
    return nodes;
  }

  /// One of them.
  public Node node(String id) {
    return nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  /// The number of the etcd that runs now.
  public long etcdPid() {
    return json().path("etcd").path(0).path("pid").asLong();
  }

  private JsonNode json() {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
