package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.Locator;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.Refusal;
import dev.freshet.media.Frame;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream of other nodes: looked for while somebody asks, pulled while somebody watches, from
/// one parent after the other. Owned by the loop of whoever asked first.
final class Pull implements Publisher, ParentEvents {
  private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

  /// Between two questions for a stream that is nowhere.
  static final long ASK_EVERY_MS = 1_000;

  /// How long the first viewer may take, who may wait for a whole segment.
  static final long FIRST_VIEWER_MS = 20_000;

  private static final String NOT_FOUND = "not-found"; // docs/protocols/relay.md
  private static final long LOOK_EVERY_MS = 500;
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
  private final Way way;
  private final Loop loop;
  private final Askers askers = new Askers();
  private final Place place = new Place();
  private final List<Frame> held = new ArrayList<>(); // while the publication is decided about
  private State state = State.LOOKING;
  private List<HostPort> parents = List.of();
  private int nextParent;
  private boolean resting; // nobody has the stream, and nobody is asked
  private boolean claiming; // a parent has it, and the hub has not answered yet
  private boolean served; // by the present parent
  private int rounds; // in vain, one after the other
  private int search; // the present one
  private @Nullable Epoch newest; // that anybody told of
  private long roundMs;
  private long wantedUntilMs;
  private long hopeMs; // when a parent had it last
  private long watchedMs;
  private @Nullable ParentLink link;
  private @Nullable Publication publication;
  private volatile List<NodeId> path = List.of();
  private volatile @Nullable NodeId asked;

  Pull(PullHost host, StreamKey key, ServiceConfig service, Way way, Loop loop) {
    this.host = host;
    this.counters = host.node().counters();
    this.key = key;
    this.service = service;
    this.way = way;
    this.loop = loop;
  }

  /// The nodes that the stream passes on its way here. Thread-safe.
  List<NodeId> path() {
    return path;
  }

  /// Who is asked for it and has not answered, or null. Thread-safe.
  @Nullable NodeId asked() {
    return asked;
  }

  /// Begins to look for the stream.
  void start() {
    host.pulls().addLooking(1);
    lookAgain();
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

  private void moved(Epoch told) {
    newest = newest == null || told.compareTo(newest) > 0 ? told : newest;
    switch (state) {
      case LOOKING -> {
        if (resting && isWanted()) {
          lookAgain();
        }
      }
      case PULLING -> leaveIfBehind();
      case ENDED -> {}
    }
  }

  /// @return whether the present parent gives what is over, and another is looked for
  private boolean leaveIfBehind() {
    boolean behind = newest != null && place.isBehind(newest);
    if (behind) {
      LOG.info("parent left stream={} newer={}", key, newest);
      leaveParent();
      lookAgain();
    }
    return behind;
  }

  private boolean isWanted() {
    return loop.clock().monotonicMs() < wantedUntilMs;
  }

  private void leaveParent() {
    if (link != null) {
      link.close();
      link = null;
    }
    served = false;
    asked = null;
    hopeMs = loop.clock().monotonicMs();
  }

  /// Asks all parents, one after the other.
  private void lookAgain() {
    int mine = ++search;
    resting = false;
    roundMs = loop.clock().monotonicMs();
    host.finder()
        .find(
            key,
            loop,
            candidates -> {
              if (mine == search) {
                found(candidates);
              }
            });
  }

  private void found(List<HostPort> candidates) {
    parents = candidates;
    nextParent = 0;
    tryNext();
  }

  private void tryNext() {
    link = null;
    asked = null;
    if (state == State.ENDED) {
      return;
    }
    if (nextParent < parents.size()) {
      open(parents.get(nextParent++));
      return;
    }
    switch (state) {
      case LOOKING -> restLooking();
      case PULLING -> restPulling();
      case ENDED -> {}
    }
  }

  private void open(HostPort parent) {
    RelayMessage.Subscribe ask =
        new RelayMessage.Subscribe(key, place.next(), false, way.path(), way.hopsLeft());
    ParentLink opening = new ParentLink(host.node(), parent, loop, ask, this);
    link = opening;
    place.beginParent();
    counters.lookups.increment();
    opening.open(host.dialer());
  }

  /// Nobody has it now.
  private void restLooking() {
    resting = true;
    counters.absent.increment();
    askers.postAnswer(Locator.Answer.ABSENT);
    long restMs = Math.max(0, roundMs + ASK_EVERY_MS - loop.clock().monotonicMs());
    int mine = search;
    loop.schedule(restMs, () -> endRest(mine));
  }

  private void endRest(int rested) {
    if (rested != search) {
      return; // something else began it anew
    }
    if (isWanted()) {
      lookAgain();
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
    int mine = search;
    loop.schedule(
        delayMs,
        () -> {
          if (state == State.PULLING && mine == search) {
            lookAgain();
          }
        });
  }

  @Override
  public void greeted(NodeId parent) {
    asked = parent;
  }

  @Override
  public void subscribed(Epoch epoch, List<NodeId> taken) {
    ParentLink parent = Objects.requireNonNull(link);
    asked = null;
    if (taken.contains(host.node().id())) {
      parent.close();
      refused("loop", "the stream passes this node already: " + taken);
      return;
    }
    if (newest != null && epoch.compareTo(newest) < 0) {
      host.finder().given(key, parent.address(), epoch); // it may not know yet
      parent.close();
      refused("stale", "epoch " + epoch + " (expected: " + newest + " or newer)");
      return;
    }
    path = taken;
    served = true;
    hopeMs = loop.clock().monotonicMs();
    place.promise(epoch);
    host.finder().given(key, parent.address(), epoch);
    if (state == State.LOOKING) {
      claiming = true;
      parent.read(false);
      host.registry().replicate(request(parent), epoch, this, loop, this::answered);
    }
  }

  private PublishRequest request(ParentLink parent) {
    String from = parent.address().toString();
    return new PublishRequest(key, service, PublisherIdentity.ANONYMOUS, 0, "relay", from, 0);
  }

  private void answered(PublishAnswer answer) {
    claiming = false;
    switch (answer) {
      case PublishAnswer.Accepted(Publication accepted) -> begin(accepted);
      case PublishAnswer.Refused(Refusal refusal) -> {
        LOG.info("pull refused stream={} reason=\"{}\"", key, refusal.detail());
        end();
      }
    }
  }

  private void begin(Publication accepted) {
    state = State.PULLING;
    publication = accepted;
    host.pulls().addLooking(-1);
    counters.pulls.incrementAndGet();
    counters.pullsStarted.increment();
    held.forEach(this::give);
    held.clear();
    accepted.flush();
    askers.postAnswer(Locator.Answer.COMING);
    watchedMs = loop.clock().monotonicMs() + FIRST_VIEWER_MS;
    loop.schedule(LOOK_EVERY_MS, this::lookForViewers);
    if (leaveIfBehind()) {
      return;
    }
    if (link == null) { // it was lost meanwhile
      retryLater();
    } else {
      link.read(true);
    }
  }

  @Override
  public void frame(Frame frame) {
    if (publication == null) {
      held.add(frame);
    } else {
      give(frame);
    }
  }

  private void give(Frame frame) {
    rounds = 0;
    if (place.see(frame) && link != null) {
      host.finder().given(key, link.address(), frame.stamp().epoch());
    }
    publication().stamped(frame);
  }

  @Override
  public void skipped(long frames) {
    place.miss(frames); // the next frame's number says the same
  }

  @Override
  public void readComplete() {
    if (publication != null) {
      publication.flush();
    }
  }

  @Override
  public void refused(String code, String reason) {
    LOG.debug("parent refused stream={} code={} reason=\"{}\"", key, code, reason);
    if (link != null && code.equals(NOT_FOUND)) {
      host.finder().absent(key, link.address());
    }
    tryNext();
  }

  @Override
  public void ended(String label) {
    EndReason reason = Ending.of(label);
    if (publication != null && Ending.isOver(reason)) {
      leave(reason, true);
    } else {
      lost(label);
    }
  }

  @Override
  public void lost(String reason) {
    boolean pulled = served;
    served = false;
    link = null;
    asked = null;
    if (claiming) {
      return; // the answer comes
    }
    if (state == State.PULLING && pulled) {
      LOG.info("parent lost stream={} reason=\"{}\"", key, reason);
      counters.parentsLost.increment();
      hopeMs = loop.clock().monotonicMs();
      retryLater();
    } else {
      tryNext();
    }
  }

  private void lookForViewers() {
    if (state != State.PULLING) {
      return;
    }
    long nowMs = loop.clock().monotonicMs();
    if (publication().stream().viewers() > 0) {
      watchedMs = nowMs;
    }
    if (nowMs - watchedMs >= service.lingerMs()) {
      leave(EndReason.LEFT, false);
    } else {
      loop.schedule(LOOK_EVERY_MS, this::lookForViewers);
    }
  }

  /// The stream ends here.
  ///
  /// @param told whether the parent said that it is over
  private void leave(EndReason reason, boolean told) {
    Publication ending = publication();
    long missing = place.missingAtEnd(told);
    if (missing > 0) {
      ending.lost(missing);
    }
    ending.end(reason);
    end();
  }

  @Override
  public void ended(EndReason reason) {
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
    if (link != null) {
      link.close();
      link = null;
    }
    held.forEach(Frame::release);
    held.clear();
    askers.postAnswer(Locator.Answer.ABSENT);
  }

  private Publication publication() {
    return Objects.requireNonNull(publication);
  }
}
