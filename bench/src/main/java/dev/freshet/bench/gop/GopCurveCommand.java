package dev.freshet.bench.gop;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.bench.linux.Machine;
import dev.freshet.bench.subject.Installation;
import dev.freshet.bench.subject.Subjects;
import dev.freshet.bench.subject.WorkFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./freshet bench gop-curve`: measures the curve and writes its page.
@Command(
    name = "freshet bench gop-curve",
    sortOptions = false,
    description = {
      "Measures what the length of a GOP (0.5 to 8 s) costs in bits at equal quality, and what it",
      "saves in delay when viewers join. Takes about ten minutes; needs ffmpeg with libx264.",
      "Writes gop-curve.md, .json and .svg to docs/benchmarks; with --quick to build/benchmarks.",
      ""
    })
public final class GopCurveCommand implements Callable<Integer> {
  /// What the command line calls it.
  public static final String NAME = "gop-curve";

  private static final int CLIP_SECONDS = 24; // a multiple of the longest GOP
  private static final int QUICK_JOINS = 10;
  private static final int QUICK_SECONDS = 16;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--joins",
      paramLabel = "N",
      description = "Joins of each GOP length and profile (200).")
  private int joins = 200;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Time over which they are spread (160).")
  private int seconds = 160;

  @Option(names = "--seed", paramLabel = "N", description = "Draws the moments of joins (1).")
  private long seed = 1;

  @Option(names = "--quick", description = "A few joins in 16 s: shows that it works.")
  private boolean quick;

  @Option(
      names = "--freshet",
      paramLabel = "JAR",
      description = "The Freshet to measure (app/target/freshet.jar).")
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
    String problem = Ffmpeg.problem();
    if (!problem.isEmpty()) {
      say(problem);
      return 1;
    }
    Path root = Installation.findRoot();
    try (WorkFolder work = WorkFolder.create()) {
      GopCurve curve = measure(root, work.path());
      say(CurvePage.of(curve));
      say("kept in " + keep(curve, root));
      return 0;
    }
  }

  private GopCurve measure(Path root, Path work) throws IOException, InterruptedException {
    Map<Clip, List<Encoding>> encodings = new EnumMap<>(Clip.class);
    BitrateMeasurement bitrates = new BitrateMeasurement(work, CLIP_SECONDS, this::say);
    for (Clip clip : Clip.values()) {
      encodings.put(clip, bitrates.measure(clip, GopCurve.GOPS_MS));
    }
    int count = quick ? QUICK_JOINS : joins;
    int withinSeconds = quick ? QUICK_SECONDS : seconds;
    say(count + " viewers come to each stream within " + withinSeconds + " s");
    Subjects subjects =
        new Subjects(new Installation(root, jar(root), Installation.flagsOfLauncher()), work);
    JoinMeasurement coming = new JoinMeasurement(subjects, count, withinSeconds, seed);
    List<JoinSeries> series = coming.measure(encodings.getOrDefault(Clip.BUSY, List.of()));
    return new GopCurve(
        "./freshet bench gop-curve",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Installation.revision(root),
        Machine.read(),
        Files.readString(Path.of("/proc/loadavg")).trim(),
        encodings,
        series.stream().map(JoinPoint::of).toList(),
        series);
  }

  private Path keep(GopCurve curve, Path root) throws IOException {
    Path chosen = out;
    Path folder =
        chosen != null ? chosen : root.resolve(quick ? "build/benchmarks" : "docs/benchmarks");
    Files.createDirectories(folder);
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(folder.resolve(NAME + ".json"), json.writeValueAsString(curve) + "\n");
    Files.writeString(folder.resolve(NAME + ".svg"), CurveChart.of(curve));
    return Files.writeString(folder.resolve(NAME + ".md"), CurvePage.of(curve));
  }

  private Path jar(Path root) {
    Path chosen = freshetJar;
    return chosen == null ? root.resolve("app/target/freshet.jar") : chosen.toAbsolutePath();
  }

  private void say(String line) {
    CommandSpec present = spec;
    if (present != null) {
      PrintWriter writer = present.commandLine().getOut();
      writer.println(line);
      writer.flush();
    }
  }
}
