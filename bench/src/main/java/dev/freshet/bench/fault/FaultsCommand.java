package dev.freshet.bench.fault;

import dev.freshet.bench.linux.Machine;
import dev.freshet.bench.measure.Pinning;
import dev.freshet.bench.report.MarkdownTable;
import dev.freshet.bench.report.Report;
import dev.freshet.bench.report.ReportFolder;
import dev.freshet.bench.subject.Installation;
import dev.freshet.bench.subject.Subjects;
import dev.freshet.bench.subject.WorkFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./freshet bench faults`: breaks a running cluster, and says what a viewer sees.
@Command(
    name = "freshet bench faults",
    sortOptions = false,
    description = {
      "Starts a cluster on this machine, publishes at an edge, plays at an edge of another",
      "region, and breaks something, again and again.",
      "",
      "Faults: all, parent-killed, parent-frozen, etcd-stopped.",
      "Each repetition is kept in build/faults: a run that was broken off goes on where it",
      "was. Results that count go to docs/benchmarks, those of fewer repetitions to",
      "build/benchmarks.",
      ""
    })
public final class FaultsCommand implements Callable<Integer> {
  /// What the command line calls it.
  public static final String NAME = "faults";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FAULT", arity = "1..*", description = "What to break; see above.")
  private List<String> names = List.of();

  @Option(names = "--repeats", paramLabel = "N", description = "Repetitions of each (200 or 30).")
  private int repeats;

  @Option(names = "--nodes", paramLabel = "N", description = "Nodes of the cluster (5).")
  private int nodes = 5;

  @Option(names = "--regions", paramLabel = "N", description = "Its regions (2).")
  private int regions = 2;

  @Option(names = "--isps", paramLabel = "N", description = "Its operators' networks (2).")
  private int isps = 2;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of freshet.yaml for every node, such as cluster.standby=hot.")
  private List<String> settings = List.of();

  @Option(names = "--anew", description = "Forgets what earlier runs have kept.")
  private boolean anew;

  @Option(
      names = "--freshet",
      paramLabel = "JAR",
      description = "The Freshet to try (app/target/freshet.jar).")
  private @Nullable Path freshetJar;

  @Option(names = "--out", paramLabel = "FOLDER", description = "Where results go.")
  private @Nullable Path out;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Fault> faults = chosen();
    Path root = Installation.findRoot();
    Path jar = freshetJar == null ? root.resolve("app/target/freshet.jar") : freshetJar;
    Installation installation =
        new Installation(root, jar.toAbsolutePath(), Installation.flagsOfLauncher());
    for (Fault fault : faults) {
      try (WorkFolder work = WorkFolder.create()) {
        run(fault, root, new Subjects(installation, work.path()));
      }
    }
    return 0;
  }

  private void run(Fault fault, Path root, Subjects subjects)
      throws IOException, InterruptedException {
    int wanted = repeats == 0 ? fault.repetitions() : repeats;
    say(fault.name() + ": " + fault.title() + ", " + wanted + " times");
    List<Integer> cores = Pinning.standard().shared().serverCores();
    String revision = Installation.revision(root);
    Path file = root.resolve("build/faults").resolve(fault.name() + "-" + revision + ".jsonl");
    if (anew) {
      java.nio.file.Files.deleteIfExists(file);
    }
    List<FaultSample> samples =
        new Campaign(fault, wanted, file, line -> say("  " + line))
            .run(() ->
                new FaultStage(
                    subjects.startCluster(nodes, regions, isps, settings, cores), cores));
    Report report = report(fault, samples, revision);
    boolean counts = samples.size() >= fault.repetitions();
    Path table = new ReportFolder(folder(root, counts)).keep(report);
    say("");
    say(MarkdownTable.of(report));
    say("kept in " + table);
  }

  private Report report(Fault fault, List<FaultSample> samples, String revision)
      throws IOException, InterruptedException {
    String what = "%d nodes, %d regions, %d operators".formatted(nodes, regions, isps);
    return new Report(
        "fault-" + fault.name(),
        fault.title(),
        "./freshet bench faults "
            + String.join(" ", required().commandLine().getParseResult().originalArgs()),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        revision,
        Machine.read(),
        "%d repetitions; GOP 2 s, 300 kbit/s; steal up to %.1f %%"
            .formatted(samples.size(), FaultReport.stealPercent(samples)),
        List.of(
            "The viewer plays HTTP-FLV at an edge of another region than the publisher's. The gap is"
                + " the longest time in which no frame arrived at its socket; a picture comes every"
                + " 40 ms, sound every 23 ms. All processes share this machine's cores."),
        FaultReport.rows(fault, what, samples),
        List.copyOf(samples));
  }

  private List<Fault> chosen() {
    if (names.contains("all")) {
      return Fault.all();
    }
    List<Fault> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          Fault.all().stream()
              .filter(fault -> fault.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name)));
    }
    return chosen;
  }

  private ParameterException unknown(String name) {
    List<String> expected = Fault.all().stream().map(Fault::name).toList();
    return new ParameterException(
        required().commandLine(),
        "fault: " + name + " (expected: all or one of " + String.join(", ", expected) + ")");
  }

  private Path folder(Path root, boolean counts) {
    Path chosen = out;
    if (chosen != null) {
      return chosen;
    }
    return root.resolve(counts ? "docs/benchmarks" : "build/benchmarks");
  }

  private CommandSpec required() {
    CommandSpec present = spec;
    if (present == null) {
      throw new IllegalStateException("picocli has not set this command up");
    }
    return present;
  }

  private void say(String line) {
    PrintWriter writer = required().commandLine().getOut();
    writer.println(line);
    writer.flush();
  }
}
