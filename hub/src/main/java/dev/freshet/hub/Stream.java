package dev.freshet.hub;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.WireFormat;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One live stream on this node: takes frames from one [Publication] at a time, stamps them, and
/// fans them out. Owned by one event loop, for good; viewers live on the loops of their sockets.
public final class Stream {
  private static final Logger LOG = LoggerFactory.getLogger(Stream.class);

  private final StreamKey key;
  private final ServiceConfig service;
  private final Loop owner;
  private final StreamRegistry registry;
  private final Landing landing;
  private final RegistryLimits limits;
  private final FanoutCounters counters;
  private final Reign before;
  private final ClaimQueue claims;
  private final TakeoverRule takeoverRule;
  private final StreamFanout fanout;
  private final StreamMeter meter = new StreamMeter();
  private final Map<String, LoopFanout>[] fanoutsByLoop; // each element is its loop's own
  private final AtomicInteger viewers = new AtomicInteger();
  private volatile boolean accepted;
  private boolean ended;
  private EndReason endReason = EndReason.FAULT;
  private @Nullable Timeline timeline;
  private @Nullable Publication current;
  private long publishedUnixMs;
  private long heardNs; // when a publisher last came or sent a frame
  private long takeovers;
  private Loop.@Nullable Timer graceTimer;
  private Loop.@Nullable Timer trackWaitTimer;

  /// @param before the last stream of this name
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps has no other spelling
  Stream(
      StreamKey key,
      ServiceConfig service,
      Loop owner,
      StreamRegistry registry,
      Landing landing,
      RegistryLimits limits,
      ByteBufAllocator allocator,
      FanoutCounters counters,
      int loops,
      Reign before) {
    this.key = key;
    this.service = service;
    this.owner = owner;
    this.registry = registry;
    this.landing = landing;
    this.limits = limits;
    this.counters = counters;
    this.before = before;
    this.claims = new ClaimQueue(this, landing, limits);
    this.takeoverRule = new TakeoverRule(limits, counters);
    this.fanout = new StreamFanout(service.profile(), owner, allocator, limits, counters);
    this.fanoutsByLoop = new Map[loops];
    for (int i = 0; i < loops; i++) {
      fanoutsByLoop[i] = new HashMap<>();
    }
  }

  /// Its name.
  public StreamKey key() {
    return key;
  }

  /// What its customer configured when it began.
  public ServiceConfig service() {
    return service;
  }

  /// Viewers on this node. Thread-safe.
  public int viewers() {
    return viewers.get();
  }

  /// Lets a viewer in, on the viewer's loop. Its first bytes are headers and a GOP.
  public Viewer join(Loop loop, WireFormat format, WireOutput output, StartAt startAt) {
    assert loop.inLoop();
    Map<String, LoopFanout> fanouts = fanoutsByLoop[loop.index()];
    LoopFanout local = fanouts.get(format.key());
    if (local == null) {
      LoopFanout opening = new LoopFanout(this, format, loop, limits.sendBytes());
      fanouts.put(format.key(), opening);
      owner.post(() -> open(opening));
      local = opening;
    }
    return local.join(output, startAt);
  }

  /// Lets a reader of frames in. Thread-safe.
  ///
  /// @param executor runs the subscriber's calls, one after the other
  /// @param maxPendingBytes bound of its queue; beyond it whole GOPs are skipped
  public FrameSubscription subscribe(
      FrameSubscriber subscriber, Executor executor, long maxPendingBytes) {
    FrameSubscription subscription =
        new FrameSubscription(this, subscriber, executor, maxPendingBytes);
    owner.post(() -> {
      if (ended) {
        subscription.end(endReason);
      } else {
        fanout.subscribe(subscription);
      }
    });
    return subscription;
  }

  /// Ends the stream and its present publication from outside. Thread-safe.
  public void terminate(EndReason reason) {
    owner.post(() -> endAll(reason));
  }

  /// Asks the present publisher to connect anew, as the node drains. Thread-safe.
  public void reconnectPublisher() {
    owner.post(() -> {
      if (current != null) {
        current.reconnect();
      }
    });
  }

  /// Answers with what an administrator sees, on the stream's loop. Thread-safe.
  public void snapshot(Consumer<StreamSnapshot> answer) {
    owner.post(() -> answer.accept(snapshot()));
  }

  Loop owner() {
    return owner;
  }

  FanoutCounters counters() {
    return counters;
  }

  /// Whether a publisher was ever let in. Thread-safe.
  boolean isAccepted() {
    return accepted;
  }

  boolean isEnded() {
    return ended;
  }

  /// Whether this node is the stream's origin.
  boolean hasLanded() {
    return timeline != null;
  }

  /// The highest term seen of this name, 0 if none.
  long highestSeenTerm() {
    return before.term();
  }

  void viewerJoined() {
    viewers.incrementAndGet();
  }

  void viewerLeft() {
    viewers.decrementAndGet();
  }

  /// A publisher wants in.
  void claim(Claim claim) {
    assert owner.inLoop();
    if (ended) {
      registry.route(claim); // it came while this stream ended: there is or will be another
    } else {
      claims.add(claim);
    }
  }

  /// This node is the origin from now on.
  void landed(Landing.Answer.Landed answer) {
    assert owner.inLoop();
    long firstSegment = Math.max(answer.firstSegment(), before.lastSegment() + 1);
    timeline = new Timeline(answer.epoch(), firstSegment, service, counters, this::publish);
  }

  /// Lets a publisher in or refuses it; the stream has landed.
  void decide(Claim claim) {
    Publication incumbent = current;
    if (incumbent != null) {
      Refusal refusal =
          takeoverRule.refusal(claim.request, incumbent.request(), owner.clock().nanoTime());
      if (refusal != null) {
        claim.postRefuse(refusal);
        return;
      }
      takeovers++;
      incumbent.terminate(EndReason.SUPERSEDED);
    }
    if (begin(claim.request)) {
      accept(claim);
    } else {
      registry.route(claim);
    }
  }

  /// Nobody waits any more; a stream that never had a publisher is of no use then.
  void endIfUnused() {
    if (!accepted) {
      end(EndReason.CONNECTION_LOST);
    }
  }

  /// What a publication brought. Takes over its references.
  void ingest(Publication publication, List<Publication.Item> items) {
    assert owner.inLoop();
    Timeline line = timeline;
    if (publication != current || line == null) {
      counters.lateFrames.add(Publication.release(items));
      return;
    }
    int taken = 0;
    try {
      while (taken < items.size()) {
        line.add(items.get(taken++));
      }
      fanout.flush();
    } catch (RuntimeException bug) {
      Publication.release(items.subList(taken, items.size()));
      fault(bug);
    }
    awaitTracks(line);
  }

  /// A publication is over.
  void publicationEnded(Publication publication, EndReason reason) {
    assert owner.inLoop();
    if (publication != current) {
      return;
    }
    current = null;
    LOG.info("publication ended stream={} reason={}", key, reason.label());
    finishDiscovery();
    switch (reason) {
      case UNPUBLISHED, CONNECTION_LOST, PEER_FAULT, DRAINING, SUPERSEDED, STALLED -> startGrace();
      case GRACE_EXPIRED, EXPIRED, BANNED, KICKED, TOO_SLOW, LEFT, FAULT -> end(reason);
    }
  }

  /// A loop's fanout has closed itself; on that loop.
  void forgetFanout(LoopFanout closed) {
    fanoutsByLoop[closed.loop().index()].remove(closed.format().key(), closed);
    owner.post(() -> fanout.forget(closed));
  }

  void forgetSubscription(FrameSubscription subscription) {
    fanout.forget(subscription);
  }

  private void open(LoopFanout opening) {
    if (!ended) {
      guard(() -> fanout.open(opening));
    }
    if (ended) {
      opening.loop().post(() -> opening.end(endReason));
    }
  }

  /// Prepares for another publication; false if that failed.
  private boolean begin(PublishRequest request) {
    finishDiscovery();
    Timeline line = timeline;
    if (ended || line == null) {
      return false;
    }
    line.begin(request.timeWrapUs());
    return true;
  }

  private void accept(Claim claim) {
    Publication publication =
        new Publication(this, claim.loop, claim.publisher, claim.request, limits.maxIngestBytes());
    current = publication;
    publishedUnixMs = owner.clock().unixMs();
    heardNs = owner.clock().nanoTime();
    if (graceTimer != null) {
      graceTimer.cancel();
      graceTimer = null;
    }
    claim.postAccept(publication);
    LOG.info(
        "publication started stream={} protocol={} remote={}",
        key,
        claim.request.protocol(),
        claim.request.remoteAddress());
    accepted = true;
    registry.announce(this);
  }

  /// Frames that are held back for more tracks wait for `trackWaitMs` from the first one on.
  private void awaitTracks(Timeline line) {
    if (!line.isHolding()) {
      cancelTrackWait();
    } else if (trackWaitTimer == null) {
      trackWaitTimer = owner.schedule(limits.trackWaitMs(), this::finishDiscovery);
    }
  }

  private void cancelTrackWait() {
    if (trackWaitTimer != null) {
      trackWaitTimer.cancel();
      trackWaitTimer = null;
    }
  }

  private void finishDiscovery() {
    cancelTrackWait();
    Timeline line = timeline;
    if (line != null) {
      guard(() -> {
        line.endDiscovery();
        fanout.flush();
      });
    }
  }

  /// A frame is stamped.
  private void publish(Frame frame) {
    heardNs = owner.clock().nanoTime();
    meter.count(frame, heardNs);
    fanout.add(frame);
  }

  private void startGrace() {
    if (!ended) {
      graceTimer = owner.schedule(service.graceMs(), () -> end(EndReason.GRACE_EXPIRED));
    }
  }

  /// A bug of ours ends this stream, and no other.
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      fault(bug);
    }
  }

  private void fault(RuntimeException bug) {
    LOG.error("stream failed stream={}", key, bug);
    counters.faults.increment();
    endAll(EndReason.FAULT);
  }

  private void endAll(EndReason reason) {
    Publication publication = current;
    current = null;
    if (publication != null) {
      publication.terminate(reason);
    }
    end(reason);
  }

  private void end(EndReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    endReason = reason;
    LOG.info("stream ended stream={} reason={}", key, reason.label());
    cancelTrackWait();
    Timeline line = timeline;
    if (line == null) {
      registry.forget(this, before);
    } else {
      registry.forget(this, new Reign(line.epoch().term(), line.lastSegment()));
      landing.release(key, line.epoch());
      line.close();
    }
    fanout.end(reason);
    while (!claims.isEmpty()) {
      registry.route(claims.removeFirst());
    }
  }

  private StreamState state() {
    long silentNs = owner.clock().nanoTime() - heardNs;
    return current == null || silentNs >= StreamState.SILENT_MS * 1_000_000L
        ? StreamState.WAITING
        : StreamState.LIVE;
  }

  private StreamSnapshot snapshot() {
    StreamMeter.Rates rates = meter.rates(owner.clock().nanoTime());
    StreamHeader header = timeline == null ? null : timeline.header();
    return new StreamSnapshot(
        key,
        timeline == null ? null : timeline.epoch(),
        timeline == null || header == null ? 0 : timeline.lastSegment(),
        current == null ? null : current.request(),
        state(),
        publishedUnixMs,
        header == null ? List.of() : header.tracks(),
        rates.videoBps(),
        rates.audioBps(),
        rates.videoFps(),
        rates.gopMs(),
        rates.skewMs(),
        rates.totalBytes(),
        rates.totalFrames(),
        takeovers,
        fanout.viewersByFormat(),
        fanout.log().bytes());
  }
}
