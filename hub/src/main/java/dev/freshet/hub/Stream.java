package dev.freshet.hub;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.WireFormat;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
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
  private final TakeoverRule takeoverRule;
  private final StreamFanout fanout;
  private final StreamMeter meter = new StreamMeter();
  private final Deque<Claim> claims = new ArrayDeque<>();
  private final Map<String, LoopFanout>[] fanoutsByLoop; // each element is its loop's own
  private final AtomicInteger viewers = new AtomicInteger();
  private volatile boolean accepted;
  private boolean landingUnderWay;
  private boolean ended;
  private EndReason endReason = EndReason.FAULT;
  private @Nullable Timeline timeline;
  private @Nullable Publication current;
  private long publishedUnixMs;
  private long takeovers;
  private Loop.@Nullable Timer graceTimer;

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
      int loops) {
    this.key = key;
    this.service = service;
    this.owner = owner;
    this.registry = registry;
    this.landing = landing;
    this.limits = limits;
    this.counters = counters;
    this.takeoverRule = new TakeoverRule(limits);
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

  /// Lets a viewer in, on the viewer's loop. Its first bytes are headers and the newest GOP.
  public Viewer join(Loop loop, WireFormat format, WireOutput output) {
    assert loop.inLoop();
    Map<String, LoopFanout> fanouts = fanoutsByLoop[loop.index()];
    LoopFanout local = fanouts.get(format.key());
    if (local == null) {
      LoopFanout opening = new LoopFanout(this, format, loop, limits.sendBytes());
      fanouts.put(format.key(), opening);
      owner.post(() -> open(opening));
      local = opening;
    }
    return local.join(output);
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

  /// Ends the present publication from outside, and the stream with it. Thread-safe.
  public void terminate(EndReason reason) {
    owner.post(() -> {
      if (current != null) {
        current.terminate(reason);
      } else {
        end(reason);
      }
    });
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

  /// Whether a publisher was ever let in.
  boolean isAccepted() {
    return accepted;
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
      return;
    }
    claims.addLast(claim);
    if (!landingUnderWay) {
      decideClaims();
    }
  }

  /// What a publication brought. Takes over its references.
  void ingest(Publication publication, List<Publication.Item> items) {
    assert owner.inLoop();
    Timeline line = timeline;
    if (publication != current || line == null) {
      counters.lateFrames.add(items.size());
      Publication.release(items);
      return;
    }
    int taken = 0;
    try {
      while (taken < items.size()) {
        line.add(items.get(taken++));
      }
      fanout.flush();
    } catch (RuntimeException e) {
      Publication.release(items.subList(taken, items.size()));
      fault(e);
    }
  }

  /// A publication is over.
  void publicationEnded(Publication publication, EndReason reason) {
    assert owner.inLoop();
    if (publication != current || ended) {
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
    if (ended) {
      opening.loop().post(() -> opening.end(endReason));
      return;
    }
    try {
      fanout.open(opening);
    } catch (RuntimeException e) {
      fault(e);
      opening.loop().post(() -> opening.end(EndReason.FAULT));
    }
  }

  private void decideClaims() {
    while (!claims.isEmpty() && !landingUnderWay && !ended) {
      Claim claim = claims.getFirst();
      if (timeline == null && !claim.isCancelled()) {
        landingUnderWay = true;
        landing.land(key, 0, owner, this::landed);
        continue;
      }
      claims.removeFirst();
      if (!claim.isCancelled()) {
        decide(claim);
      }
    }
    if (claims.isEmpty() && !landingUnderWay && !ended && !accepted) {
      end(EndReason.CONNECTION_LOST); // nobody is left who wanted it
    }
  }

  private void landed(Landing.Answer answer) {
    assert owner.inLoop();
    landingUnderWay = false;
    if (ended) {
      return;
    }
    switch (answer) {
      case Landing.Answer.Landed(var epoch, long firstSegment) ->
          timeline = new Timeline(epoch, firstSegment, service, counters, this::publish);
      case Landing.Answer.Lost(Refusal refusal) -> claims.removeFirst().postRefuse(refusal);
    }
    decideClaims();
  }

  private void decide(Claim claim) {
    Publication incumbent = current;
    if (incumbent != null) {
      Refusal refusal =
          takeoverRule.refusal(claim.request, incumbent.request(), owner.clock().nanoTime());
      if (refusal != null) {
        claim.postRefuse(refusal);
        return;
      }
      takeovers++;
      finishDiscovery();
      incumbent.terminate(EndReason.SUPERSEDED);
    }
    accept(claim);
  }

  private void accept(Claim claim) {
    Publication publication = new Publication(this, claim.loop, claim.publisher, claim.request);
    current = publication;
    publishedUnixMs = owner.clock().unixMs();
    if (graceTimer != null) {
      graceTimer.cancel();
      graceTimer = null;
    }
    if (timeline != null) {
      timeline.begin(claim.request.timeWrapUs());
    }
    owner.schedule(limits.trackWaitMs(), () -> trackWaitOver(publication));
    claim.postAccept(publication);
    LOG.info(
        "publication started stream={} protocol={} remote={}",
        key,
        claim.request.protocol(),
        claim.request.remoteAddress());
    accepted = true;
    registry.announce(this);
  }

  private void trackWaitOver(Publication publication) {
    if (publication == current) {
      finishDiscovery();
    }
  }

  private void finishDiscovery() {
    try {
      if (timeline != null) {
        timeline.endDiscovery();
      }
      fanout.flush();
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  /// A frame is stamped.
  private void publish(Frame frame) {
    meter.count(frame, owner.clock().nanoTime());
    fanout.add(frame);
  }

  private void startGrace() {
    if (ended) {
      return;
    }
    graceTimer =
        owner.schedule(
            service.graceMs(),
            () -> {
              if (current == null) {
                end(EndReason.GRACE_EXPIRED);
              }
            });
  }

  private void fault(RuntimeException bug) {
    LOG.error("stream failed stream={}", key, bug);
    counters.faults.increment();
    Publication publication = current;
    current = null;
    if (publication != null) {
      publication.terminate(EndReason.FAULT);
    }
    end(EndReason.FAULT);
  }

  private void end(EndReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    endReason = reason;
    LOG.info("stream ended stream={} reason={}", key, reason.label());
    registry.forget(this);
    while (!claims.isEmpty()) {
      registry.route(claims.removeFirst());
    }
    if (timeline != null) {
      timeline.close();
    }
    fanout.end(reason);
  }

  private StreamSnapshot snapshot() {
    StreamMeter.Rates rates = meter.rates(owner.clock().nanoTime());
    StreamHeader header = timeline == null ? null : timeline.header();
    return new StreamSnapshot(
        key,
        timeline == null ? null : timeline.epoch(),
        current == null ? null : current.request(),
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
