package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.GopHeader;
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

/// One live stream on this node, from its first publisher's claim to its end: [StreamIngest] is the
/// way in, [StreamFanout] the way out. Owned by one event loop, for good; viewers live on the loops
/// of their sockets.
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
  private final StreamIngest ingest;
  private final StreamFanout fanout;
  private final Map<String, LoopFanout>[] fanoutsByLoop; // each element is its loop's own
  private final AtomicInteger viewers = new AtomicInteger();
  private volatile boolean accepted;
  private boolean ended;
  private EndReason endReason = EndReason.FAULT;
  private GopHeader.Limits promised = GopHeader.Limits.NONE;
  private Loop.@Nullable Timer graceTimer;

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
    this.fanout =
        new StreamFanout(service.profile(), owner, allocator, limits, counters, registry.memory());
    this.ingest = new StreamIngest(this, fanout, limits);
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

  /// The epoch of its newest frames, or of its first ones before they come; null while nobody was
  /// let in to publish. Thread-safe.
  public @Nullable Epoch epoch() {
    return ingest.epoch();
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
      LoopLoad load = registry.load(loop.index());
      LoopFanout opening = new LoopFanout(this, format, loop, load, limits.sendBytes());
      fanouts.put(format.key(), opening);
      owner.post(() -> open(opening));
      local = opening;
    }
    return local.join(output, startAt);
  }

  /// Adds to `demand` what the viewers on its loop ask for; called there, at regular intervals.
  void addTo(Demand demand, Loop loop) {
    for (LoopFanout local : fanoutsByLoop[loop.index()].values()) {
      local.addTo(demand);
    }
  }

  /// Lets a reader of frames in at the newest entry point. Thread-safe.
  ///
  /// @param executor runs the subscriber's calls, one after the other
  /// @param maxPendingBytes bound of its queue; beyond it whole GOPs are skipped
  public FrameSubscription subscribe(
      FrameSubscriber subscriber, Executor executor, long maxPendingBytes) {
    return subscribe(subscriber, executor, maxPendingBytes, 0);
  }

  /// Lets a reader of frames in. Thread-safe.
  ///
  /// @param executor runs the subscriber's calls, one after the other
  /// @param maxPendingBytes bound of its queue; beyond it whole GOPs are skipped
  /// @param backUs it begins at the oldest entry point that is no older than this, as far as the
  ///   log reaches, in us of media; at the newest one if all are older
  public FrameSubscription subscribe(
      FrameSubscriber subscriber, Executor executor, long maxPendingBytes, long backUs) {
    FrameSubscription subscription =
        new FrameSubscription(this, subscriber, executor, maxPendingBytes);
    owner.post(() -> {
      if (ended) {
        subscription.end(endReason);
      } else {
        fanout.subscribe(subscription, backUs);
      }
    });
    return subscription;
  }

  /// Ends the stream and its present publication from outside. Thread-safe.
  public void terminate(EndReason reason) {
    owner.post(() -> endAll(reason));
  }

  /// Asks the present publisher for a keyframe, wherever it is; at most once a second. Thread-safe.
  public void requestKeyframe() {
    owner.post(ingest::requestKeyframe);
  }

  /// Tells the present publisher what the network carries, wherever it is; at most once a second.
  /// Thread-safe.
  public void targetBitrate(long bitsPerSecond) {
    owner.post(() -> ingest.targetBitrate(bitsPerSecond));
  }

  /// Asks the present publisher to connect anew, wherever it is; at most once a second.
  /// Thread-safe.
  public void reconnectPublisher() {
    owner.post(ingest::reconnectPublisher);
  }

  /// Answers with what an administrator sees, on the stream's loop. Thread-safe.
  public void snapshot(Consumer<StreamSnapshot> answer) {
    owner.post(() -> answer.accept(ingest.snapshot()));
  }

  Loop owner() {
    return owner;
  }

  MediaMemory memory() {
    return registry.memory();
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
    return ingest.landedEpoch() != null;
  }

  /// What this node says when it claims the stream for `publisher`.
  Landing.Request landingRequest(PublishRequest publisher) {
    Reign last = ingest.reign(before);
    return new Landing.Request(publisher, last.term(), last.nextSegment());
  }

  /// A viewer that does not [#join], as it fetches segments, came. Thread-safe.
  public void viewerJoined() {
    viewers.incrementAndGet();
  }

  /// Such a viewer is gone. Thread-safe.
  public void viewerLeft() {
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
    ingest.open(answer.epoch(), ingest.reign(before).next(answer));
  }

  /// Another node is the origin now: the publisher is sent away, and who watches here gets the
  /// stream from there.
  void letGo(Epoch epoch, String detail) {
    assert owner.inLoop();
    if (ended || !epoch.equals(ingest.landedEpoch())) {
      return;
    }
    LOG.info("origin lost stream={} epoch={} reason=\"{}\"", key, epoch, detail);
    guard(() -> ingest.letGo(detail));
    if (viewers() == 0) {
      end(EndReason.SUPERSEDED);
    } else if (!ended) {
      awaitPublisher(Math.max(service.graceMs(), service.waitForPublisherMs()));
      registry.locate(this);
    }
  }

  /// Lets a publisher in or refuses it; the stream has landed.
  void decide(Claim claim) {
    Refusal refusal = ingest.refusal(claim);
    if (refusal != null) {
      claim.postRefuse(refusal);
      return;
    }
    guard(() -> ingest.makeRoom(claim.request));
    if (ended) {
      registry.route(claim);
    } else {
      accept(claim);
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
    try {
      ingest.add(publication, items);
    } catch (RuntimeException bug) {
      fault(bug);
    }
  }

  /// Frames that were held back may go on.
  void endDiscovery() {
    guard(ingest::endDiscovery);
  }

  /// A publication is over.
  void publicationEnded(Publication publication, EndReason reason) {
    assert owner.inLoop();
    if (!ingest.forget(publication)) {
      return;
    }
    LOG.info("publication ended stream={} reason={}", key, reason.label());
    if (ingest.isReplica()) {
      end(reason); // its origin has waited for the publisher
      return;
    }
    endDiscovery();
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

  private void accept(Claim claim) {
    if (graceTimer != null) {
      graceTimer.cancel();
      graceTimer = null;
    }
    claim.postAccept(ingest.begin(claim));
    tellPublisher(claim.request);
    LOG.info(
        "publication started stream={} protocol={} remote={}",
        key,
        claim.request.protocol(),
        claim.request.remoteAddress());
    accepted = true;
    registry.announce(this);
  }

  private void startGrace() {
    if (!ended) {
      tellPublisher(null);
      awaitPublisher(service.graceMs());
    }
  }

  private void awaitPublisher(int mostMs) {
    if (graceTimer != null) {
      graceTimer.cancel();
    }
    graceTimer = owner.schedule(mostMs, () -> end(EndReason.GRACE_EXPIRED));
  }

  private void tellPublisher(@Nullable PublishRequest by) {
    Epoch landed = ingest.landedEpoch();
    if (landed != null) {
      landing.published(key, landed, by);
    }
  }

  /// Players are promised this from now on.
  void promised(GopHeader.Limits limits) {
    Epoch landed = ingest.landedEpoch();
    if (landed != null && !limits.equals(promised)) {
      promised = limits;
      landing.promised(key, landed, limits);
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
    ingest.terminate(reason);
    end(reason);
  }

  private void end(EndReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    endReason = reason;
    LOG.info("stream ended stream={} reason={}", key, reason.label());
    Epoch epoch = ingest.landedEpoch();
    if (epoch != null) {
      landing.release(key, epoch); // before the next stream of this name can be claimed
    }
    registry.forget(this, ingest.reign(before));
    ingest.close();
    fanout.end(reason);
    while (!claims.isEmpty()) {
      registry.route(claims.removeFirst());
    }
  }
}
