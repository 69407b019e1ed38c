package dev.freshet.bench.measure;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.LoadLoop;
import dev.freshet.bench.load.PublisherCrowd;
import dev.freshet.bench.load.PublisherPlan;
import dev.freshet.bench.load.ViewerCrowd;
import dev.freshet.bench.load.ViewerPlan;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.subject.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A running subject with a publisher, and the two loops of the load: viewers on one, publishers on
/// the other, so that a sweep over many viewers does not make the publisher late. Owned by whoever
/// opened it.
public final class Stage implements AutoCloseable {
  /// The stream that [#publish] pushes.
  public static final String APP = "live";

  public static final String NAME = "bench";

  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(90);

  private final Subject subject;
  private final Pinning pinning;
  private final LoadLoop viewerLoop;
  private final LoadLoop publisherLoop;
  private final long openedNs = System.nanoTime();
  private final List<ViewerCrowd> crowds = new ArrayList<>();
  private final List<PublisherCrowd> publishers = new ArrayList<>();

  /// Takes over `subject`.
  public Stage(Subject subject, Pinning pinning) throws IOException {
    this.subject = subject;
    this.pinning = pinning;
    viewerLoop = new LoadLoop("load-viewers", pinning.loadCores());
    publisherLoop = new LoadLoop("load-publisher", pinning.loadCores());
  }

  /// The server.
  public Subject subject() {
    return subject;
  }

  /// When the subject had become ready, as CLOCK_MONOTONIC.
  public long openedNs() {
    return openedNs;
  }

  /// Which cores serve and which ones load.
  public Pinning pinning() {
    return pinning;
  }

  /// Where viewers live, for a load of the scenario's own; it must be gone before this is closed.
  public LoadLoop viewerLoop() {
    return viewerLoop;
  }

  /// Where the viewers' thread is.
  public int viewerThread() {
    return viewerLoop.threadId();
  }

  /// Where the publishers' thread is.
  public int publisherThread() {
    return publisherLoop.threadId();
  }

  /// Pushes the one stream that [#join] plays.
  public PublisherCrowd publish(StreamShape shape) throws InterruptedException, IOException {
    return publish(PublisherPlan.one(subject.feed(), subject.publishPort(), APP, NAME, shape));
  }

  /// Pushes streams.
  public PublisherCrowd publish(PublisherPlan plan) throws InterruptedException, IOException {
    PublisherCrowd crowd = PublisherCrowd.open(publisherLoop, plan);
    publishers.add(crowd);
    if (!crowd.awaitUnderWay(OPEN_TIMEOUT)) {
      throw failure("publishing did not begin: " + crowd.endReasons());
    }
    return crowd;
  }

  /// Lets viewers of the one stream come and waits until media flows to them.
  public ViewerCrowd join(Dialect dialect, int viewers, int listenEvery)
      throws InterruptedException, IOException {
    ViewerPlan plan =
        ViewerPlan.crowd(dialect, subject.port(dialect), APP, NAME, viewers, listenEvery);
    ViewerCrowd crowd = open(plan);
    if (!crowd.awaitSettled(OPEN_TIMEOUT) || crowd.ended() == viewers) {
      throw failure("viewers did not settle: " + crowd.endReasons());
    }
    return crowd;
  }

  /// Lets viewers come and does not wait.
  public ViewerCrowd open(ViewerPlan plan) {
    ViewerCrowd crowd = ViewerCrowd.join(viewerLoop, plan);
    crowds.add(crowd);
    return crowd;
  }

  /// All crowds that were let in, in that order.
  public List<ViewerCrowd> crowds() {
    return List.copyOf(crowds);
  }

  /// How many viewers were let in.
  public int viewersOpened() {
    return crowds.stream().mapToInt(ViewerCrowd::planned).sum();
  }

  /// Ends the load, then the subject.
  @Override
  public void close() {
    crowds.forEach(ViewerCrowd::close);
    publishers.forEach(PublisherCrowd::close);
    viewerLoop.close();
    publisherLoop.close();
    subject.close();
  }

  private IOException failure(String what) {
    return new IOException(
        subject.kind().label() + ": " + what + "; its last lines:\n" + subject.lastLines());
  }
}
