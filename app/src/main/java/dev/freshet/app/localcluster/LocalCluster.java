package dev.freshet.app.localcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster that runs on this machine until it is asked to end. A node or etcd that ends is
/// started anew on its ports, as a service manager would. Owned by the main thread, which alone
/// starts processes; [#askToEnd] may be called by any.
public final class LocalCluster {
  /// Until what has ended is started anew: long enough to see what its absence does.
  private static final int RESTART_AFTER_MS = 2_000;

  /// Something of the cluster has ended, or all of it is to.
  private sealed interface News {
    /// @param index of the node, or [#ETCD]
    record Ended(int index) implements News {}

    /// Of the whole cluster.
    record EndAsked() implements News {}
  }

  private static final int ETCD = -1;

  private final ClusterPlan plan;
  private final @Nullable Path file;
  private final List<String> settings;
  private final boolean restarts;
  private final Consumer<String> out;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final List<LocalNode> nodes = new ArrayList<>();
  private final List<LocalProcess> processes = new ArrayList<>();
  private final List<String> program;
  private final Path etcdProgram;
  private final LocalEtcd etcd;
  private final String token;
  private @Nullable LocalProcess etcdProcess;

  /// Chooses ports and writes each node's configuration.
  ///
  /// @param folder for all files of the cluster
  /// @param file where to write what runs where, or null
  /// @param settings `KEY=VALUE`, for every node
  /// @param restarts whether what ends is started anew
  /// @param out takes the lines to print
  public LocalCluster(
      ClusterPlan plan,
      Path folder,
      @Nullable Path file,
      List<String> settings,
      boolean restarts,
      Consumer<String> out)
      throws IOException {
    this.plan = plan;
    this.file = file;
    this.settings = List.copyOf(settings);
    this.restarts = restarts;
    this.out = out;
    etcdProgram = LocalEtcd.program();
    program = NodeProgram.command(plan.nodes().size());
    List<Integer> ports = Ports.free(2 + LocalNode.PORTS * plan.nodes().size());
    Path all = folder.toAbsolutePath();
    etcd = new LocalEtcd(all.resolve("etcd"), ports.get(0), ports.get(1));
    token = secret();
    String secret = secret();
    for (int i = 0; i < plan.nodes().size(); i++) {
      ClusterPlan.Place place = plan.nodes().get(i);
      int at = 2 + LocalNode.PORTS * i;
      LocalNode node =
          LocalNode.of(place, all.resolve(place.id()), ports.subList(at, at + LocalNode.PORTS));
      node.write(etcd.client(), secret, token);
      nodes.add(node);
    }
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Ends it, from any thread.
  public void askToEnd() {
    news.add(new News.EndAsked());
  }

  /// Starts everything, and returns when all of it has ended.
  public void run() throws IOException, InterruptedException {
    long startedNs = System.nanoTime();
    try {
      etcdProcess = startEtcd();
      for (int i = 0; i < nodes.size(); i++) {
        processes.add(startNode(i));
      }
      for (LocalProcess process : processes) {
        LocalNode.awaitReady(process);
      }
      writeFile();
      describe();
      out.accept(
          "ready in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs) + " ms");
      watch();
    } finally {
      end();
    }
  }

  private LocalProcess startEtcd() throws IOException, InterruptedException {
    return etcd.start(etcdProgram, () -> news.add(new News.Ended(ETCD)));
  }

  private LocalProcess startNode(int index) throws IOException {
    return nodes.get(index).start(program, settings, () -> news.add(new News.Ended(index)));
  }

  private void writeFile() throws IOException {
    if (file == null || etcdProcess == null) {
      return;
    }
    List<ClusterFile.Running> running = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      running.add(new ClusterFile.Running(nodes.get(i), processes.get(i).pid()));
    }
    ClusterFile.write(file, token, etcdProcess.pid(), etcd.client(), running);
  }

  private void describe() {
    for (int i = 0; i < nodes.size(); i++) {
      LocalNode node = nodes.get(i);
      ClusterPlan.Place place = node.place();
      out.accept(
          "%-4s %-4s %s, %s: pid %d, push %s/live/NAME, watch %s/live/NAME"
              .formatted(
                  place.id(),
                  place.tier(),
                  place.region(),
                  String.join("+", place.isps()),
                  processes.get(i).pid(),
                  node.rtmp(),
                  node.http()));
    }
    out.accept("etcd " + etcd.client());
  }

  private void watch() throws IOException, InterruptedException {
    while (news.take() instanceof News.Ended ended) {
      String what = ended.index == ETCD ? "etcd" : plan.nodes().get(ended.index).id();
      out.accept(what + " ended with status " + exitStatus(ended.index));
      if (restarts) {
        if (isEndAskedWithin(RESTART_AFTER_MS)) {
          return;
        }
        restart(ended.index);
        writeFile();
        out.accept(what + " is back");
      }
    }
  }

  private int exitStatus(int index) {
    LocalProcess ended = index == ETCD ? etcdProcess : processes.get(index);
    return ended == null ? 0 : ended.exitStatus();
  }

  /// Waits; what else comes meanwhile waits as well.
  private boolean isEndAskedWithin(int ms) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    List<News> later = new ArrayList<>();
    boolean asked = false;
    long leftNs = deadlineNs - System.nanoTime();
    while (!asked && leftNs > 0) {
      News next = news.poll(leftNs, TimeUnit.NANOSECONDS);
      asked = next instanceof News.EndAsked;
      if (next != null && !asked) {
        later.add(next);
      }
      leftNs = deadlineNs - System.nanoTime();
    }
    news.addAll(later);
    return asked;
  }

  private void restart(int index) throws IOException, InterruptedException {
    if (index == ETCD) {
      etcdProcess = startEtcd();
    } else {
      LocalProcess process = startNode(index);
      processes.set(index, process);
      LocalNode.awaitReady(process);
    }
  }

  private void end() {
    processes.forEach(LocalProcess::askToEnd);
    processes.forEach(LocalProcess::close);
    if (etcdProcess != null) {
      etcdProcess.close();
    }
  }
}
