package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.Locator;
import dev.freshet.media.Frame;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One stream of other nodes: looked for while somebody asks, pulled while somebody watches. It
/// comes by its [Ways] and goes to the hub by its [Inflow]. Owned by the loop of whoever asked
/// first.
final class Pull implements Ways.Feed, Inflow.Owner {
  /// Between two questions for a stream that is nowhere.
  static final long ASK_EVERY_MS = 1_000;

  private static final long MIN_RETRY_MS = 20;
  private static final long MAX_RETRY_MS = 2_000;

  private enum State {
    LOOKING,
    PULLING,
    ENDED
  }

  private final PullHost host;
  private final RelayCounters counters;
  private final StreamKey key;
  private final ServiceConfig service;
  private final Loop loop;
  private final Set<NodeId> asked = ConcurrentHashMap.newKeySet();
  private final Askers askers = new Askers();
  private final Place place;
  private final Inflow inflow;
  private final Ways ways;
  private State state = State.LOOKING;
  private boolean resting; // nobody has the stream, and nobody is asked
  private int rounds; // in vain, one after the other
  private int looks; // what was to come after an older one does not
  private long lookedMs;
  private long wantedUntilMs;
  private long hopeMs; // when a parent had it last

  Pull(PullHost host, StreamKey key, ServiceConfig service, Way way, Loop loop) {
    this.host = host;
    this.counters = host.node().counters();
    this.key = key;
    this.service = service;
    this.loop = loop;
    this.place = new Place(way.from());
    this.inflow = new Inflow(host.registry(), key, service, loop, this);
    this.ways = new Ways(host, new Wanted(key, way, asked), place, loop, this);
  }

  /// The nodes that the stream passes on its way here. Thread-safe.
  List<NodeId> path() {
    return ways.path();
  }

  /// Whether that node is asked for it and has not answered. Thread-safe.
  boolean isAsking(NodeId node) {
    return asked.contains(node);
  }

  /// Tells how the stream comes now. Thread-safe.
  void postStatus(Consumer<PullStatus> answer) {
    loop.post(() -> answer.accept(ways.status()));
  }

  /// Begins to look for the stream.
  void start() {
    host.pulls().addLooking(1);
    look();
  }

  /// Somebody wants the stream; is answered on `askerLoop`. Thread-safe.
  ///
  /// @param viewer whether somebody waits here, and the stream is to be looked for again
  void postAsk(boolean viewer, Loop askerLoop, Consumer<Locator.Answer> answer) {
    loop.post(() -> ask(viewer, askerLoop, answer));
  }

  private void ask(boolean viewer, Loop askerLoop, Consumer<Locator.Answer> answer) {
    if (viewer) {
      wantedUntilMs = loop.clock().monotonicMs() + service.waitForPublisherMs();
    }
    askers.add(askerLoop, answer);
    switch (state) {
      case LOOKING -> {
        if (resting) {
          askers.postAnswer(Locator.Answer.ABSENT); // it was asked for a moment ago
        }
      }
      case PULLING -> askers.postAnswer(Locator.Answer.COMING);
      case ENDED -> askers.postAnswer(Locator.Answer.ABSENT);
    }
  }

  /// The stream is elsewhere, as its epoch says. Thread-safe.
  void postMoved(Epoch newest) {
    loop.post(() -> moved(newest));
  }

  private void moved(Epoch newest) {
    if (state == State.ENDED) {
      return;
    }
    ways.moved(newest);
    if (state == State.LOOKING && resting && isWanted()) {
      look();
    }
  }

  /// The finder knows a better way. Thread-safe.
  void postImprove() {
    loop.post(ways::improve);
  }

  private boolean isWanted() {
    return loop.clock().monotonicMs() < wantedUntilMs;
  }

  private void look() {
    looks++;
    resting = false;
    lookedMs = loop.clock().monotonicMs();
    ways.look();
  }

  @Override
  public void nobody() {
    switch (state) {
      case LOOKING -> restLooking();
      case PULLING -> restPulling();
      case ENDED -> {}
    }
  }

  private void restLooking() {
    resting = true;
    counters.absent.increment();
    askers.postAnswer(Locator.Answer.ABSENT);
    long restMs = Math.max(0, lookedMs + ASK_EVERY_MS - loop.clock().monotonicMs());
    int mine = looks;
    loop.schedule(restMs, () -> endRest(mine));
  }

  private void endRest(int rested) {
    if (rested != looks || state != State.LOOKING) {
      return; // something else began it anew
    }
    if (isWanted()) {
      look();
    } else {
      end();
    }
  }

  /// Viewers keep their connections while there is hope.
  private void restPulling() {
    if (loop.clock().monotonicMs() - hopeMs >= host.node().limits().retryMs()) {
      leave(EndReason.CONNECTION_LOST, false);
    } else {
      retryLater();
    }
  }

  private void retryLater() {
    rounds++;
    long mostMs = Math.min(MAX_RETRY_MS, MIN_RETRY_MS << Math.min(rounds, 10));
    long delayMs = mostMs / 2 + host.node().random().nextLong(mostMs / 2 + 1);
    int mine = looks;
    loop.schedule(delayMs, () -> retry(mine));
  }

  private void retry(int rested) {
    if (state == State.PULLING && rested == looks && ways.feeder() == null) {
      look();
    }
  }

  @Override
  public void found(HostPort parent, Epoch epoch) {
    inflow.begin(parent, epoch);
  }

  @Override
  public void accepted() {
    state = State.PULLING;
    host.pulls().addLooking(-1);
    counters.pulls.incrementAndGet();
    counters.pullsStarted.increment();
    askers.postAnswer(Locator.Answer.COMING);
    hopeMs = loop.clock().monotonicMs();
    ways.open();
  }

  @Override
  public void take(Frame frame) {
    rounds = 0;
    inflow.take(frame);
  }

  @Override
  public void flush() {
    inflow.flush();
  }

  @Override
  public void askUp(RelayMessage message) {
    ways.sendUp(message);
  }

  @Override
  public void over(EndReason reason) {
    leave(reason, true);
  }

  @Override
  public void lost() {
    hopeMs = loop.clock().monotonicMs();
    if (rounds == 0) {
      rounds++;
      look(); // at once
    } else {
      retryLater(); // it brought nothing: perhaps the next one does not either
    }
  }

  @Override
  public void unwatched() {
    leave(EndReason.LEFT, false);
  }

  /// The stream ends here.
  ///
  /// @param told whether the parent said that it is over
  private void leave(EndReason reason, boolean told) {
    inflow.end(reason, place.missingAtEnd(told));
    end();
  }

  @Override
  public void rejected() {
    end();
  }

  private void end() {
    if (state == State.ENDED) {
      return;
    }
    if (state == State.PULLING) {
      counters.pulls.decrementAndGet();
    } else {
      host.pulls().addLooking(-1);
    }
    state = State.ENDED;
    host.pulls().forget(key, this);
    ways.close();
    inflow.close();
    askers.postAnswer(Locator.Answer.ABSENT);
  }
}
