package dev.freshet.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./freshet cluster`, running: it starts anew what is ended. Owned by the campaign that started
/// it.
public final class ClusterSubject implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SubjectProcess process;
  private final Path file;

  ClusterSubject(SubjectProcess process, Path file) {
    this.process = process;
    this.file = file;
  }

  /// Its nodes, as they run now.
  public List<ClusterNode> nodes() throws IOException {
    JsonNode all = JSON.readTree(file.toFile());
    String token = all.path("token").asText();
    List<ClusterNode> nodes = new ArrayList<>();
    all.path("nodes").forEach(node -> nodes.add(ClusterNode.of(node, token)));
    return nodes;
  }

  /// One of them.
  public ClusterNode node(String id) throws IOException {
    return nodes().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IOException("no node " + id + " in " + file));
  }

  /// The process of the etcd that runs now.
  public long etcdPid() throws IOException {
    return JSON.readTree(file.toFile()).path("etcd").path(0).path("pid").asLong();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// The last of what it printed.
  public String lastLines() {
    return process.lastLines();
  }

  @Override
  public void close() {
    process.close();
  }
}
