package dev.freshet.bench.measure;

import dev.freshet.bench.linux.ProcessStat;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.subject.Subject;
import dev.freshet.bench.subject.SubjectSettings;
import dev.freshet.bench.subject.Subjects;
import java.io.IOException;
import java.util.function.Consumer;

/// Runs trials, one after the other, each with a fresh process.
public final class Trials {
  private static final long LATE_FRAMES_MS = 1_000;

  private final Subjects subjects;
  private final Pinning pinning;
  private final Effort effort;
  private final Consumer<String> progress;

  /// @param progress is told what is being done
  public Trials(Subjects subjects, Pinning pinning, Effort effort, Consumer<String> progress) {
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
    return new Trials(subjects, pinning.shared(), effort, progress);
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
    SubjectSettings settings =
        new SubjectSettings(plan.windowMs(), plan.loops(), pinning.serverCores(), trackMemory);
    Subject subject = subjects.start(plan.kind(), settings);
    try {
      return new Stage(subject, pinning);
    } catch (IOException e) {
      subject.close();
      throw e;
    }
  }

  /// Measures a crowd that is there.
  public TrialResult measure(
      TrialPlan plan, Stage stage, PublisherCrowd publisher, ViewerCrowd crowd)
      throws IOException, InterruptedException {
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
