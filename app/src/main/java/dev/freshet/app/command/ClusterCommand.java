package dev.freshet.app.command;

import dev.freshet.app.localcluster.ClusterPlan;
import dev.freshet.app.localcluster.LocalCluster;
import dev.freshet.app.server.ProcessSignals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `freshet cluster`: a whole cluster on this machine.
@Command(
    name = "cluster",
    description = "Starts several nodes and an etcd on this machine, as one cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each region has a core in the networks of all operators; the others are mids",
      "and edges. A node that ends is started anew after two seconds on its ports.",
      "Prints one line a node, and last 'ready' with the time taken. Ctrl-C ends all."
    })
public final class ClusterCommand implements Callable<Integer> {
  @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "Default: 3.")
  private int nodes = 3;

  @Option(names = "--regions", paramLabel = "R", defaultValue = "1", description = "Default: 1.")
  private int regions = 1;

  @Option(
      names = "--isps",
      paramLabel = "I",
      defaultValue = "1",
      description = "Operators' networks; default: 1.")
  private int isps = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes there what runs where, anew at each change.")
  private @Nullable Path json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps all files there; default: a folder that is deleted at the end.")
  private @Nullable Path data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of freshet.yaml, for every node; may be repeated.")
  private List<String> settings = List.of();

  @Option(names = "--no-restart", description = "Leaves ended what has ended.")
  private boolean noRestart;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterPlan plan = plan();
    Path folder = data == null ? Files.createTempDirectory("freshet-cluster") : data;
    try {
      run(plan, folder);
    } finally {
      if (data == null) {
        delete(folder);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private ClusterPlan plan() {
    try {
      return ClusterPlan.of(nodes, regions, isps);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void run(ClusterPlan plan, Path folder) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster cluster =
        new LocalCluster(
            plan,
            folder,
            json,
            settings,
            !noRestart,
            line -> {
              out.println(line);
              out.flush();
            });
    ProcessSignals signals = ProcessSignals.handle(() -> {});
    Thread.ofVirtual()
        .start(() -> {
          signals.awaitEnd();
          cluster.askToEnd();
        });
    cluster.run();
  }

  /// Files of processes that have ended.
  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
