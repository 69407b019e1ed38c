package dev.freshet.bench.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.bench.load.Feed;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.load.WatchedSocket;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.AdminProbe;
import dev.freshet.bench.subject.ClusterNode;
import dev.freshet.bench.subject.ClusterSubject;
import dev.freshet.bench.subject.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A running cluster, a publisher at one end and a viewer at the other. Owned by the campaign's
/// thread.
final class FaultStage implements AutoCloseable {
  private static final String APP = "live";
  private static final String NAME = "bench";
  private static final String KEY = "default/" + APP + "/" + NAME;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int POLL_MS = 100;
  private static final int FIRST_FRAMES = 100;

  private final ClusterSubject cluster;
  private final List<Integer> cores;
  private final String originId;
  private final String edgeId;
  private final LoadLoop loop;
  private @Nullable PublisherCrowd publisher;
  private @Nullable WatchedSocket viewer;

  /// Takes over `cluster`.
  FaultStage(ClusterSubject cluster, List<Integer> cores) throws IOException {
    this.cluster = cluster;
    this.cores = cores;
    List<ClusterNode> edges =
        cluster.nodes().stream().filter(node -> node.tier().equals("edge")).toList();
    ClusterNode origin = edges.isEmpty() ? nowhere() : edges.getLast();
    originId = origin.id();
    edgeId = farFrom(origin, edges).id();
    loop = new LoadLoop("load-publisher", cores);
  }

  /// In another region, and if possible in another operator's network: no way leads there directly.
  private static ClusterNode farFrom(ClusterNode origin, List<ClusterNode> edges)
      throws IOException {
    List<ClusterNode> elsewhere =
        edges.stream().filter(node -> !node.region().equals(origin.region())).toList();
    return elsewhere.stream()
        .filter(node -> Collections.disjoint(node.isps(), origin.isps()))
        .findFirst()
        .orElse(elsewhere.isEmpty() ? nowhere() : elsewhere.getFirst());
  }

  private static ClusterNode nowhere() throws IOException {
    throw new IOException("the cluster needs edges in two regions");
  }

  ClusterSubject cluster() {
    return cluster;
  }

  /// Publishes at one edge and plays at one of another region.
  void begin() throws IOException, InterruptedException {
    int port = cluster.node(originId).rtmpPort();
    PublisherPlan plan = PublisherPlan.one(Feed.RTMP, port, APP, NAME, StreamShape.SMALL);
    publisher = PublisherCrowd.open(loop, plan);
    if (!publisher.awaitUnderWay(PATIENCE)) {
      throw new IOException("publishing did not begin: " + publisher.endReasons());
    }
    openViewer();
  }

  private WatchedSocket openViewer() throws IOException, InterruptedException {
    WatchedSocket opened =
        WatchedSocket.open(cluster.node(edgeId).httpPort(), "/" + APP + "/" + NAME + ".flv");
    viewer = opened;
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (opened.frames() < FIRST_FRAMES) {
      if (opened.ended() != null || System.nanoTime() > deadlineNs) {
        throw new IOException("the viewer at " + edgeId + " sees nothing: " + opened.ended());
      }
      Thread.sleep(POLL_MS);
    }
    return opened;
  }

  /// The viewer, from now on; a new one if the last one was lost.
  Watching watch() throws IOException, InterruptedException {
    WatchedSocket present = viewer;
    if (present == null || present.ended() != null) {
      present = openViewer();
    }
    return new Watching(present, cores);
  }

  /// Waits until the edge has two ways, and says who is at the other end of the one that it uses.
  ClusterNode awaitParent() throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode relay = relay();
      String parent = relay.path("parent").asText();
      boolean standsBy = !relay.path("standby").asText().isEmpty();
      Optional<ClusterNode> node =
          cluster.nodes().stream()
              .filter(one -> one.relay().equals(parent) || one.id().equals(parent))
              .findFirst();
      if (standsBy && node.isPresent() && !node.get().id().equals(originId)) {
        return node.get();
      }
      if (System.nanoTime() > deadlineNs) {
        throw new IOException(edgeId + " has no second way: " + relay);
      }
      Thread.sleep(POLL_MS);
    }
  }

  private JsonNode relay() throws IOException, InterruptedException {
    try (AdminProbe admin = cluster.node(edgeId).admin()) {
      return admin.get("/streams/" + KEY).path("relay");
    }
  }

  /// Waits until a node is a part of the cluster again.
  void awaitBack(ClusterNode node) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(node.id())) {
      if (System.nanoTime() > deadlineNs) {
        throw new IOException(node.id() + " did not come back");
      }
      Thread.sleep(POLL_MS);
    }
  }

  private boolean answers(String id) throws InterruptedException {
    try (AdminProbe admin = cluster.node(id).admin()) {
      return !admin.get("/nodes").isMissingNode();
    } catch (IOException _) {
      return false;
    }
  }

  void signal(long pid, String name) throws IOException, InterruptedException {
    Signals.send(pid, name);
  }

  @Override
  public void close() throws IOException {
    if (viewer != null) {
      viewer.close();
    }
    if (publisher != null) {
      publisher.close();
    }
    loop.close();
    cluster.close();
  }
}
