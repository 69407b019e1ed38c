package dev.freshet.bench;

import dev.freshet.bench.linux.Affinity;
import dev.freshet.bench.linux.Machine;
import dev.freshet.bench.measure.Effort;
import dev.freshet.bench.measure.Pinning;
import dev.freshet.bench.measure.Trials;
import dev.freshet.bench.report.MarkdownTable;
import dev.freshet.bench.report.Report;
import dev.freshet.bench.report.ReportFolder;
import dev.freshet.bench.report.Row;
import dev.freshet.bench.scenario.Findings;
import dev.freshet.bench.scenario.Scenario;
import dev.freshet.bench.scenario.Scenarios;
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

/// `./freshet bench`: runs scenarios, prints their tables and keeps their numbers.
@Command(
    name = "freshet bench",
    sortOptions = false,
    description = {
      "Measures Freshet beside nginx-rtmp and the bare floors, over loopback.",
      "",
      "Scenarios: all, smoke, cost-350, cost-100, natural-500, natural-100, send-paths,",
      "capacity, first-keyframe, memory, publishers, two-loops, https, garbage, soak,",
      "start, delay, hls-release, hls-segments, hls-memory, hls-latency, relay. All takes over",
      "an hour. And gop-curve and faults, which have their own --help.",
      "Results that count go to docs/benchmarks (JSON and Markdown); those of smoke and",
      "of --quick to build/benchmarks.",
      ""
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String PEER = "nginx";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SCENARIO", arity = "1..*", description = "What to find out; see above.")
  private List<String> names = List.of();

  @Option(
      names = "--quick",
      description = "A twentieth of the viewers, once, for moments: shows that a scenario works.")
  private boolean quick;

  @Option(names = "--repeats", paramLabel = "N", description = "Times that each is measured (3).")
  private int repeats = Effort.FULL.repeats();

  @Option(names = "--seconds", paramLabel = "N", description = "Seconds of each measurement (8).")
  private int seconds = Effort.FULL.seconds();

  @Option(names = "--warm-up", paramLabel = "N", description = "Seconds before each one (8).")
  private int warmUpSeconds = Effort.FULL.warmUpSeconds();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Minutes of full load in garbage and soak (2; a real soak takes 30 or 480).")
  private int minutes = 2;

  @Option(
      names = "--server-cores",
      paramLabel = "LIST",
      description = "Cores of the server, such as 0 or 0,2-3 (the first).")
  private String serverCores = "";

  @Option(
      names = "--load-cores",
      paramLabel = "LIST",
      description = "Cores of the load (the last).")
  private String loadCores = "";

  @Option(
      names = "--freshet",
      paramLabel = "JAR",
      description = "The Freshet to measure (app/target/freshet.jar).")
  private @Nullable Path freshetJar;

  @Option(
      names = "--jvm",
      paramLabel = "FLAGS",
      description = "Flags for Freshet's virtual machine, in one word (those of ./freshet).")
  private String jvmFlags = "";

  @Option(
      names = "--profile",
      description = "Draws a flame graph of each trial of a Java program, before it is measured.")
  private boolean profile;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(names = "--out", paramLabel = "FOLDER", description = "Where results go.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = Installation.findRoot();
    Preflight preflight = Preflight.check();
    List<Scenario> scenarios = chosen(preflight);
    Pinning pinning = pinning();
    Affinity.pinProcess(pinning.loadCores());
    say(preflight.toString());
    say(pinning + (pinning.isApart() ? "" : ": they take each other's time"));
    try (WorkFolder work = WorkFolder.create()) {
      Installation installation = new Installation(root, jar(root), flags());
      Subjects subjects = new Subjects(installation, work.path());
      Path flames = profile ? folder(root, !quick).resolve("profiles") : null;
      Trials trials = new Trials(subjects, pinning, effort(), line -> say("  " + line), flames);
      boolean done = true;
      for (Scenario scenario : scenarios) {
        done &= run(scenario, trials, root);
      }
      return done ? 0 : 1;
    }
  }

  /// Runs one scenario and keeps its report.
  ///
  /// @return whether all was measured that is not the peer's; a missed target is a result like any
  ///   other, but for the smoke, which must meet its own
  private boolean run(Scenario scenario, Trials trials, Path root)
      throws IOException, InterruptedException {
    say(scenario.name() + ": " + scenario.title());
    Findings findings = new Findings();
    scenario.run(trials, findings);
    Report report = report(scenario, trials, findings, root);
    Path table = new ReportFolder(folder(root, counts(scenario))).keep(report);
    say("");
    say(MarkdownTable.of(report));
    say("kept in " + table);
    boolean strict = scenario.name().equals(Scenarios.smoke().name());
    return findings.rows().stream().allMatch(row -> isFine(row, strict));
  }

  private static boolean isFine(Row row, boolean strict) {
    boolean peer = row.what().startsWith(PEER);
    return peer || (row.value() != null && !(strict && row.missed()));
  }

  private Report report(Scenario scenario, Trials trials, Findings findings, Path root)
      throws IOException, InterruptedException {
    Effort effort = trials.effort();
    String settings =
        "%s; warm-up %d s, measured %d s, %d repeat(s)%s"
            .formatted(
                trials.pinning(),
                effort.warmUpSeconds(),
                effort.seconds(),
                effort.repeats(),
                effort.divisor() == 1
                    ? ""
                    : "; crowds divided by " + effort.divisor() + ": not a result that counts");
    return new Report(
        scenario.name(),
        scenario.title(),
        "./freshet bench " + String.join(" ", arguments()),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Installation.revision(root),
        Machine.read(),
        settings,
        findings.notes(),
        findings.rows(),
        findings.raw());
  }

  private List<Scenario> chosen(Preflight preflight) {
    List<Scenario> known = new ArrayList<>(Scenarios.all(preflight.maxViewers(), minutes));
    List<Scenario> chosen = new ArrayList<>();
    for (String name : names) {
      if (name.equals("all")) {
        chosen.addAll(known);
      } else if (name.equals(Scenarios.smoke().name())) {
        chosen.add(Scenarios.smoke());
      } else {
        chosen.add(
            known.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, known)));
      }
    }
    return chosen;
  }

  private ParameterException unknown(String name, List<Scenario> known) {
    List<String> expected = new ArrayList<>(List.of("all", "smoke"));
    known.forEach(scenario -> expected.add(scenario.name()));
    return new ParameterException(
        required().commandLine(),
        "scenario: " + name + " (expected: one of " + String.join(", ", expected) + ")");
  }

  private Effort effort() {
    boolean smokeOnly = names.stream().allMatch(Scenarios.smoke().name()::equals);
    return quick || smokeOnly
        ? Effort.QUICK
        : new Effort(warmUpSeconds, seconds, repeats, Effort.FULL.divisor());
  }

  private Pinning pinning() throws IOException {
    Pinning standard = Pinning.standard();
    return new Pinning(
        serverCores.isEmpty() ? standard.serverCores() : Affinity.parse(serverCores),
        loadCores.isEmpty() ? standard.loadCores() : Affinity.parse(loadCores));
  }

  private boolean counts(Scenario scenario) {
    return !quick && !scenario.name().equals(Scenarios.smoke().name());
  }

  private Path folder(Path root, boolean counts) {
    Path chosen = out;
    if (chosen != null) {
      return chosen;
    }
    return root.resolve(counts ? "docs/benchmarks" : "build/benchmarks");
  }

  private Path jar(Path root) {
    Path chosen = freshetJar;
    return chosen == null ? root.resolve("app/target/freshet.jar") : chosen.toAbsolutePath();
  }

  private List<String> flags() {
    return jvmFlags.isBlank()
        ? Installation.flagsOfLauncher()
        : List.of(jvmFlags.trim().split("\\s+"));
  }

  private List<String> arguments() {
    return required().commandLine().getParseResult().originalArgs();
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
