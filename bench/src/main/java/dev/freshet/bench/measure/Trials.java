package dev.freshet.bench.measure;

import dev.freshet.bench.linux.ProcessStat;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.report.FlameGraph;
import dev.freshet.bench.subject.Subject;
import dev.freshet.bench.subject.SubjectKind;
import dev.freshet.bench.subject.SubjectSettings;
import dev.freshet.bench.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs trials, one after the other, each with a fresh process.
public final class Trials {
  private static final long LATE_FRAMES_MS = 1_000;

  private final Subjects subjects;
  private final Pinning pinning;
  private final Effort effort;
  private final Consumer<String> progress;
  private final @Nullable Path profiles;

  /// @param progress is told what is being done
  /// @param profiles the folder for a flame graph of each trial, or null for none
  public Trials(
      Subjects subjects,
      Pinning pinning,
      Effort effort,
      Consumer<String> progress,
      @Nullable Path profiles) {
    this.profiles = profiles;
    this.subjects = subjects;
    this.pinning = pinning;
    this.effort = effort;
    this.progress = progress;
  }

  /// What is spent on each number.
  public Effort effort() {
    return effort;
  }

  /// What can be measured.
  public Subjects subjects() {
    return subjects;
  }

  /// Which cores serve and which ones load.
  public Pinning pinning() {
    return pinning;
  }

  /// Tells what is being done.
  public void say(String line) {
    progress.accept(line);
  }

  /// The same trials with server and load on all cores.
  public Trials onSharedCores() {
    return new Trials(subjects, pinning.shared(), effort, progress, profiles);
  }

  /// Measures one plan.
  public TrialResult run(TrialPlan plan) throws IOException, InterruptedException {
    say(plan.toString());
    try (Stage stage = open(plan, false)) {
      PublisherCrowd publisher = stage.publish(plan.shape());
      ViewerCrowd crowd = stage.join(plan.dialect(), plan.viewers(), plan.listenEvery());
      Thread.sleep(effort.warmUpSeconds() * 1_000L);
      return measure(plan, stage, publisher, crowd);
    }
  }

  /// Starts the plan's subject, without load.
  public Stage open(TrialPlan plan, boolean trackMemory) throws IOException, InterruptedException {
    return open(
        plan.kind(),
        new SubjectSettings(plan.windowMs(), plan.loops(), pinning.serverCores(), trackMemory));
  }

  /// Starts a subject that has HLS parts of this length, without load.
  public Stage openWithParts(SubjectKind kind, int partMs)
      throws IOException, InterruptedException {
    return open(kind, new SubjectSettings(0, 1, pinning.serverCores(), false, partMs));
  }

  private Stage open(SubjectKind kind, SubjectSettings settings)
      throws IOException, InterruptedException {
    Subject subject = subjects.start(kind, settings);
    try {
      return new Stage(subject, pinning);
    } catch (IOException e) {
      subject.close();
      throw e;
    }
  }

  /// Before the sample that counts: recording costs a little.
  private void draw(TrialPlan plan, long pid, Path folder)
      throws IOException, InterruptedException {
    Flight flight = Flight.start(pid);
    Thread.sleep(effort.seconds() * 1_000L);
    String name = plan.toString().replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ".svg");
    Files.writeString(file, FlameGraph.svg(plan.toString(), flight.stop()));
    say("flame graph in " + file);
  }

  /// Measures a crowd that is there.
  public TrialResult measure(
      TrialPlan plan, Stage stage, PublisherCrowd publisher, ViewerCrowd crowd)
      throws IOException, InterruptedException {
    if (profiles != null && stage.subject().collectorLog().isPresent()) {
      draw(plan, stage.subject().pid(), profiles);
    }
    publisher.takeWorstLagMs(); // forgets the time before
    long pid = stage.subject().pid();
    crowd.beginSample();
    CpuMeter meter = CpuMeter.begin(pid, pinning.serverCores(), stage.viewerThread());
    Thread.sleep(effort.seconds() * 1_000L);
    CpuUse cpu = meter.end();
    crowd.endSample();
    double lagMs = publisher.takeWorstLagMs();
    Thread.sleep(LATE_FRAMES_MS); // frames on their way count too
    return TrialResult.of(
        plan, cpu, crowd.sample(), crowd.endReasons(), lagMs, ProcessStat.residentBytes(pid));
  }
}
