package dev.freshet.cluster.simulation;

import dev.freshet.cluster.landing.AskPeers;
import dev.freshet.cluster.landing.ClaimAnswer;
import dev.freshet.cluster.landing.ClaimRequest;
import dev.freshet.cluster.landing.LandingLimits;
import dev.freshet.cluster.landing.OriginEvent;
import dev.freshet.cluster.landing.Origins;
import dev.freshet.cluster.landing.OriginsVariants;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.landing.Whereabouts;
import dev.freshet.cluster.membership.MemberEvent;
import dev.freshet.cluster.membership.Membership;
import dev.freshet.cluster.membership.MembershipLimits;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.Probe;
import dev.freshet.cluster.membership.ProtocolVersions;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A node: the real membership and landing, and as much of a media plane as shows what they do. Its
/// viewers watch every stream. It can be killed and started again.
final class ClusterNode {
  private static final long FRAME_MS = 400;
  private static final long SUBSCRIBE_MS = 700;
  private static final long GRACE_MS = 5_000;

  final NodeId id;
  private final Cluster cluster;
  private final World world;
  private final Network network;
  private final Auditor auditor;
  private final long wrongMs;
  private final Map<String, SortedMap<StoreKey, Entry>> disk = new HashMap<>();
  private final Map<StreamKey, Publication> publications = new HashMap<>();
  private final Map<StreamKey, Map<ClusterNode, Long>> subscribers = new HashMap<>();
  private NodeLoop loop;
  private @Nullable FarStore store;
  private @Nullable Membership membership;
  private @Nullable Origins origins;
  private long bootId;
  private boolean up;

  private static final class Publication {
    Encoder encoder;
    final Epoch epoch;
    boolean away;

    Publication(Encoder encoder, Epoch epoch) {
      this.encoder = encoder;
      this.epoch = epoch;
    }
  }

  ClusterNode(Cluster cluster, String name, long wrongMs) {
    this.cluster = cluster;
    this.world = cluster.world;
    this.network = cluster.network;
    this.auditor = cluster.auditor;
    this.id = new NodeId(name);
    this.wrongMs = wrongMs;
    this.loop = new NodeLoop(world, wrongMs);
  }

  private String name() {
    return id.value();
  }

  boolean isUp() {
    return up;
  }

  NodeLoop loop() {
    return loop;
  }

  Membership membership() {
    return Objects.requireNonNull(membership);
  }

  Origins origins() {
    return Objects.requireNonNull(origins);
  }

  // life

  void start() {
    up = true;
    bootId = cluster.nextBootId();
    loop = new NodeLoop(world, wrongMs);
    auditor.restarted(name());
    FarStore far = new FarStore(world, network, cluster.server, name(), loop, cluster.bug, disk);
    store = far;
    Membership made =
        new Membership(
            record(),
            far.tapped(this::tap),
            this::probe,
            loop,
            world.random,
            memberLimits(),
            this::take);
    membership = made;
    Origins landing = landing(far, made);
    origins = landing;
    loop.post(made::start);
    loop.post(landing::start);
    loop.post(this::sendFrames);
    loop.post(this::subscribe);
  }

  private Origins landing(FarStore far, Membership nodes) {
    LongUnaryOperator nextTerm = wrongTerms(loop);
    return nextTerm == null
        ? new Origins(
            id,
            bootId,
            far,
            nodes::view,
            peers(),
            loop,
            loop,
            world.random,
            landingLimits(),
            this::take)
        : OriginsVariants.withTerms(
            nextTerm,
            id,
            bootId,
            far,
            nodes::view,
            peers(),
            loop,
            loop,
            world.random,
            landingLimits(),
            this::take);
  }

  private @Nullable LongUnaryOperator wrongTerms(NodeLoop clock) {
    return switch (cluster.bug) {
      case FORGETFUL_TERMS -> _ -> clock.unixMs();
      case EQUAL_TERMS -> seen -> seen > 0 ? seen : clock.unixMs();
      default -> null;
    };
  }

  void kill() {
    up = false;
    loop.kill();
    if (store != null) {
      store.close();
    }
    List<Publication> lost = List.copyOf(publications.values());
    publications.clear();
    subscribers.clear();
    lost.forEach(each -> each.encoder.ended(this));
  }

  void leaveAndReturn(long awayMs) {
    loop.post(() -> {
      membership().drain();
      loop.schedule(
          2_000,
          () ->
              membership()
                  .leave(() -> {
                    kill();
                    startIn(awayMs);
                  }));
    });
  }

  void startIn(long delayMs) {
    world.after(
        delayMs,
        () -> {
          if (!up) {
            start();
          }
        });
  }

  private NodeRecord record() {
    return new NodeRecord(
        id,
        bootId,
        Tier.EDGE,
        "here",
        List.of(),
        Map.of(),
        List.of("media"),
        1_000,
        0,
        "1",
        new ProtocolVersions(1, 2),
        Phase.SERVING);
  }

  private MembershipLimits memberLimits() {
    MembershipLimits d = MembershipLimits.DEFAULT;
    int freezePercent = cluster.bug == Bug.NO_FREEZE ? 100 : d.freezePercent();
    return new MembershipLimits(
        d.leaseTtlMs(),
        d.rejoinSpreadMs(),
        d.minRewriteMs(),
        d.retryMinMs(),
        d.retryMaxMs(),
        d.leaveMs(),
        d.probeTimeoutMs(),
        d.probeEveryMs(),
        d.unlistedProbeEveryMs(),
        d.failedProbes(),
        d.lateMs(),
        d.freezeWindowMs(),
        freezePercent,
        d.freezeNodes(),
        d.maxFreezeMs(),
        d.maxMembers());
  }

  private LandingLimits landingLimits() {
    LandingLimits d = LandingLimits.DEFAULT;
    long admitMs = cluster.bug == Bug.WAITS_FOR_STORE ? 5_000 : d.admitMs();
    long reclaimSpreadMs = cluster.bug == Bug.NO_RECLAIM ? 1L << 40 : d.reclaimSpreadMs();
    return new LandingLimits(
        admitMs,
        d.lookupMs(),
        d.lookupPeers(),
        d.absentForMs(),
        d.maxLookups(),
        d.maxWaiting(),
        d.announceEveryMs(),
        d.heardForMs(),
        d.maxHeard(),
        d.maxAnnounced(),
        d.maxTakeovers(),
        d.takeoverWindowMs(),
        d.retryMinMs(),
        d.retryMaxMs(),
        d.maxConflicts(),
        reclaimSpreadMs,
        d.maxReclaimsPerSecond(),
        d.orphanAfterMs(),
        d.maxClaims(),
        d.maxRemembered(),
        d.maxLeadMs());
  }

  private void tap(WatchEvent event) {
    auditor.watched(name(), event);
  }

  // membership

  private void probe(NodeRecord target, long timeoutMs, Consumer<Probe.ProbeAnswer> answer) {
    if (cluster.bug == Bug.HASTY_REMOVAL) {
      loop.post(() -> answer.accept(new Probe.ProbeAnswer.Silent("of course")));
      return;
    }
    ClusterNode other = cluster.node(target.id());
    boolean[] answered = {false};
    Consumer<Probe.ProbeAnswer> once =
        result -> {
          if (!answered[0]) {
            answered[0] = true;
            if (result instanceof Probe.ProbeAnswer.Silent) {
              auditor.probeFailed(name(), other.name());
            }
            answer.accept(result);
          }
        };
    loop.schedule(timeoutMs, () -> once.accept(new Probe.ProbeAnswer.Silent("no answer")));
    NodeLoop mine = loop;
    network.send(
        name(),
        other.name(),
        () -> {
          if (!other.up) {
            network.send(
                other.name(),
                name(),
                () -> mine.post(() -> once.accept(new Probe.ProbeAnswer.Silent("refused"))));
            return;
          }
          other.loop.post(() ->
              network.send(
                  other.name(),
                  name(),
                  () -> mine.post(() -> once.accept(new Probe.ProbeAnswer.Alive(other.bootId)))));
        });
  }

  private void take(MemberEvent event) {
    if (event instanceof MemberEvent.Removed(NodeRecord gone, MemberEvent.Reason reason)
        && reason == MemberEvent.Reason.DEAD) {
      auditor.removed(name(), gone.id(), membership().view());
    }
    origins().membersChanged();
  }

  // landing

  private AskPeers peers() {
    return new AskPeers() {
      @Override
      public void ask(NodeId peer, StreamKey key, Consumer<Whereabouts> answer) {
        call(cluster.node(peer), other -> other.origins().answer(key), answer);
      }

      @Override
      public void announce(NodeId peer, List<StreamRecord> streams, Consumer<List<Newer>> newer) {
        if (cluster.bug != Bug.NEVER_ANNOUNCES) {
          call(cluster.node(peer), other -> other.origins().announced(streams), newer);
        }
      }
    };
  }

  private <A> void call(ClusterNode other, Function<ClusterNode, A> question, Consumer<A> answer) {
    NodeLoop mine = loop;
    other.receive(
        this,
        () -> {
          A result = question.apply(other);
          network.send(other.name(), name(), () -> mine.post(() -> answer.accept(result)));
        });
  }

  /// A message from `from` arrives, if there is a way and somebody there.
  private void receive(ClusterNode from, Runnable task) {
    network.send(
        from.name(),
        name(),
        () -> {
          if (up) {
            loop.post(task);
          }
        });
  }

  void postPublish(Encoder encoder, Consumer<Boolean> accepted) {
    loop.post(() -> publish(encoder, accepted));
  }

  private void publish(Encoder encoder, Consumer<Boolean> accepted) {
    Publication present = publications.get(encoder.key);
    if (present != null) {
      boolean refused =
          !present.away
              && encoder.policy == TakeoverPolicy.REFUSE
              && !present.encoder.publisher.equals(encoder.publisher);
      if (!refused) {
        continueWith(present, encoder);
      }
      accepted.accept(!refused);
      return;
    }
    long askedMs = loop.livedMs();
    TakeoverPolicy policy = cluster.bug == Bug.NO_POLICY ? TakeoverPolicy.REPLACE : encoder.policy;
    origins()
        .claim(
            new ClaimRequest(encoder.key, encoder.publisher, 0, policy, 0, 0),
            answer -> {
              auditor.answered(name(), loop.livedMs() - askedMs);
              accepted.accept(take(encoder, answer));
            });
  }

  private void continueWith(Publication present, Encoder encoder) {
    Encoder before = present.encoder;
    present.encoder = encoder;
    present.away = false;
    origins().publisher(encoder.key, encoder.publisher, 0, StreamRecord.State.LIVE);
    if (!before.equals(encoder)) {
      before.ended(this);
    }
  }

  private boolean take(Encoder encoder, ClaimAnswer answer) {
    switch (answer) {
      case ClaimAnswer.Landed(Epoch epoch, long _, boolean confirmed, long _, var _) -> {
        publications.put(encoder.key, new Publication(encoder, epoch));
        if (confirmed && encoder.policy == TakeoverPolicy.REFUSE) {
          auditor.confirmedUnderRefusal(name(), epoch, encoder.publisher, membership().view());
        }
        return true;
      }
      case ClaimAnswer.Refused _ -> {
        return false;
      }
    }
  }

  void postConnectionLost(Encoder encoder) {
    if (up) {
      loop.post(() -> connectionLost(encoder));
    }
  }

  private void connectionLost(Encoder encoder) {
    Publication present = publications.get(encoder.key);
    if (present == null || !present.encoder.equals(encoder) || encoder.isAt(this)) {
      return;
    }
    present.away = true;
    origins().publisher(encoder.key, encoder.publisher, 0, StreamRecord.State.AWAY);
    loop.schedule(
        GRACE_MS,
        () -> {
          if (present.away && publications.remove(encoder.key, present)) {
            origins().release(encoder.key, present.epoch);
          }
        });
  }

  private void take(OriginEvent event) {
    if (event instanceof OriginEvent.LetGo(StreamKey key, Epoch held, Epoch newer, String detail)
        && cluster.bug != Bug.DEAF_ORIGIN) {
      Publication present = publications.remove(key);
      if (present != null) {
        present.encoder.ended(this);
      }
    }
  }

  // media

  private void sendFrames() {
    publications.forEach((key, publication) -> {
      if (!publication.away) {
        send(key, publication.epoch);
      }
    });
    loop.schedule(FRAME_MS, this::sendFrames);
  }

  private void send(StreamKey key, Epoch epoch) {
    frame(key, epoch, this);
    Map<ClusterNode, Long> children = subscribers.getOrDefault(key, Map.of());
    children.values().removeIf(atMs -> world.nowMs() - atMs > 3 * SUBSCRIBE_MS);
    List.copyOf(children.keySet())
        .forEach(child -> child.receive(this, () -> child.frame(key, epoch, this)));
  }

  private void frame(StreamKey key, Epoch epoch, ClusterNode from) {
    Epoch highest = origins().highest(key);
    boolean current = origins().obeys(key, epoch);
    if (current || cluster.bug == Bug.NO_FENCE) {
      auditor.shown(name(), key, epoch);
    } else if (highest != null) {
      from.receive(this, () -> from.origins().stale(key, highest));
    }
  }

  private void subscribe() {
    for (StreamKey key : cluster.keys) {
      origins()
          .locate(
              key,
              found -> {
                if (found instanceof Whereabouts.At(StreamRecord stream)
                    && !stream.origin().equals(id)) {
                  ClusterNode origin = cluster.node(stream.origin());
                  origin.receive(this, () -> origin.subscribed(stream, this));
                }
              });
    }
    loop.schedule(SUBSCRIBE_MS, this::subscribe);
  }

  private void subscribed(StreamRecord stream, ClusterNode child) {
    Publication present = publications.get(stream.key());
    if (present == null || present.epoch.compareTo(stream.epoch()) < 0) {
      child.receive(this, () -> child.origins().disproved(stream));
    } else {
      subscribers.computeIfAbsent(stream.key(), _ -> new HashMap<>()).put(child, world.nowMs());
    }
  }

  /// The epoch in which this node serves a stream that is pushed to it.
  @Nullable Epoch serving(StreamKey key) {
    Publication present = publications.get(key);
    return present == null ? null : present.epoch;
  }
}
