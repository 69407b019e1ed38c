package dev.freshet.bench.scenario;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.Feed;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.load.WatchedSocket;
import dev.freshet.bench.load.WatchedSocket.Arrival;
import dev.freshet.bench.measure.Quantiles;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.Target;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.Subject;
import dev.freshet.bench.subject.SubjectKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the way from one node to the next adds: the same frames, seen by a viewer at each.
final class RelayScenario implements Scenario {
  private static final String WHAT = "Freshet, one hop, no load";
  private static final String APP = "live";
  private static final String NAME = "bench";
  private static final String SECRET = "only on this machine, only for this";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Target P50 = Target.atMost(1);
  private static final Target P99 = Target.atMost(5);

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public String title() {
    return "what a hop from node to node adds";
  }

  @Override
  public void run(Trials trials, Findings findings) throws InterruptedException {
    List<Double> p50s = new ArrayList<>();
    List<Double> p99s = new ArrayList<>();
    String failure = trials.subjects().missing(SubjectKind.FRESHET).orElse("");
    for (int i = 0; i < trials.effort().repeats() && failure.isEmpty(); i++) {
      trials.say(WHAT);
      try {
        List<Double> addedMs = addedMs(trials);
        findings.keep(WHAT, addedMs);
        p50s.add(Quantiles.of(addedMs, 50));
        p99s.add(Quantiles.of(addedMs, 99));
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
    }
    findings.add(Rows.of(WHAT, "added delay p50", "ms", p50s, P50, failure));
    findings.add(Rows.of(WHAT, "added delay p99", "ms", p99s, P99, failure));
    findings.note(
        "Two nodes on the server's core; one viewer by HTTP-FLV at each. For every frame: when its"
            + " last byte was read at the second node's viewer, less when it was at the first one's.");
  }

  private static List<Double> addedMs(Trials trials) throws IOException, InterruptedException {
    List<Integer> cores = trials.pinning().serverCores();
    int relayPort = freePort();
    try (Subject first =
            trials.subjects().startFreshet(own -> yaml(own, "first", origin(relayPort)), cores);
        Subject second =
            trials.subjects().startFreshet(own -> yaml(own, "second", edge(relayPort)), cores);
        LoadLoop loop = new LoadLoop("load-publisher", trials.pinning().loadCores())) {
      PublisherPlan plan =
          PublisherPlan.one(Feed.RTMP, first.publishPort(), APP, NAME, StreamShape.SMALL);
      try (PublisherCrowd publisher = PublisherCrowd.open(loop, plan)) {
        if (!publisher.awaitUnderWay(TIMEOUT)) {
          throw new IOException("publishing did not begin: " + publisher.endReasons());
        }
        return watch(trials, first.port(Dialect.FLV), second.port(Dialect.FLV));
      }
    }
  }

  private static List<Double> watch(Trials trials, int firstPort, int secondPort)
      throws IOException, InterruptedException {
    String path = "/" + APP + "/" + NAME + ".flv";
    try (WatchedSocket near = WatchedSocket.open(firstPort, path);
        WatchedSocket far = WatchedSocket.open(secondPort, path)) {
      Thread.sleep(trials.effort().warmUpSeconds() * 1_000L);
      long fromNs = System.nanoTime();
      Thread.sleep(trials.effort().seconds() * 1_000L);
      Map<Long, Long> nearNs = new HashMap<>();
      near.arrivalsSince(fromNs).forEach(frame -> nearNs.put(frame.sequence(), frame.atNs()));
      List<Double> addedMs = new ArrayList<>();
      for (Arrival frame : far.arrivalsSince(fromNs)) {
        Long beforeNs = nearNs.get(frame.sequence());
        if (beforeNs != null) {
          addedMs.add((frame.atNs() - beforeNs) / 1e6);
        }
      }
      if (addedMs.size() < StreamShape.framesPerSecond() * trials.effort().seconds() / 2) {
        throw new IOException(
            addedMs.size() + " frames at both viewers: " + near.ended() + ", " + far.ended());
      }
      return addedMs;
    }
  }

  private static String origin(int relayPort) {
    return "relay: \"127.0.0.1:" + relayPort + "\"}\ncluster: {secret: \"" + SECRET + "\"}";
  }

  private static String edge(int relayPort) {
    return "}\ncluster: {secret: \"" + SECRET + "\", parents: [\"127.0.0.1:" + relayPort + "\"]}";
  }

  private static String yaml(Path own, String id, String rest) {
    return """
    node: {id: %s, loops: 1}
    dataDir: "%s"
    listen: {rtmp: "127.0.0.1:0", http: "127.0.0.1:0", admin: "127.0.0.1:0", %s
    """
        .formatted(id, own.resolve("data"), rest);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
