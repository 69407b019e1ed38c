package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.AskPeers;
import dev.freshet.cluster.landing.OriginEvent;
import dev.freshet.cluster.landing.Origins;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberEvent;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.Membership;
import dev.freshet.cluster.membership.MembershipLimits;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.time.Clock;
import dev.freshet.hub.Landing;
import dev.freshet.node.admin.LinkStatus;
import dev.freshet.node.metrics.ClusterCounters;
import dev.freshet.node.relay.Respondent;
import dev.freshet.node.relay.calls.PeerCalls;
import dev.freshet.node.relay.pull.Pulls;
import dev.freshet.node.relay.pull.StreamFinder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// This node's place in its cluster: which nodes there are, which of its streams are its own, where
/// the others are. Owned by the program's `Server`, which connects, starts, drains and closes it
/// from one thread; what it holds lives on a loop of its own.
public final class ClusterNode implements AutoCloseable {
  private static final MemberView NOBODY = new MemberView(List.of(), false);
  private static final long LOOK_AT_STORE_MS = 1_000;
  private static final long GOODBYE_MS = 1_500;

  private final ClusterStart start;
  private final ClusterCounters counters;
  private final ClusterLog log;
  private final StoreThread loop;
  private final SplittableRandom random; // of the loop
  private final SharedStore shared;
  private final NodeCalls calls;
  private final Origins origins;
  private final ClusterLanding landing;
  private final OriginFinder finder;
  private @Nullable Membership membership; // the loop's own
  private @Nullable ClusterRoutes routes; // the loop's own
  private volatile @Nullable Pulls pulls;

  /// Begins to connect to the store; nobody hears of this node before [#start].
  ///
  /// @throws IOException if files that the configuration names cannot be used
  public ClusterNode(ClusterStart start, Clock clock, ClusterCounters counters) throws IOException {
    this.start = start;
    this.counters = counters;
    this.log = new ClusterLog(counters);
    this.loop = new StoreThread("cluster", clock);
    SplittableRandom seeds = new SplittableRandom(new SecureRandom().nextLong());
    this.random = seeds.split();
    this.shared =
        SharedStore.open(
            start.config().cluster().etcd(), start.config().dataDir(), clock, seeds.split());
    this.calls = new NodeCalls(loop, start.id(), this::addressOf);
    this.origins = origins(calls, clock);
    this.landing = new ClusterLanding(loop, origins, counters);
    this.finder =
        new OriginFinder(
            loop,
            origins,
            start.id(),
            start.config().cluster().parents(),
            new ByMembers(),
            counters);
    loop.post(origins::start);
  }

  private Origins origins(AskPeers peers, Clock clock) {
    return new Origins(
        start.id(),
        start.bootId(),
        shared.store(),
        this::members,
        peers,
        loop,
        clock,
        random,
        start.landingLimits(),
        this::take);
  }

  /// Claims what is pushed to this node.
  public Landing landing() {
    return landing;
  }

  /// Finds what is pushed elsewhere.
  public StreamFinder finder() {
    return finder;
  }

  /// Says who follows streams that move, and how to ask other nodes. Before [#start].
  public void connect(Pulls streams, PeerCalls others) {
    pulls = streams;
    loop.post(() -> {
      calls.use(others);
      routes =
          new ClusterRoutes(start.id(), this::members, others, new Pulled(streams), loop, random);
    });
  }

  /// Answers other nodes' questions.
  ///
  /// @param loadPermille how loaded this node is, in thousandths of its limit
  public Respondent respondent(IntSupplier loadPermille) {
    return new ClusterTalk(loop, loadPermille, this::toldLinks, origins);
  }

  private byte[] toldLinks() {
    return routes == null ? new byte[0] : routes.told();
  }

  /// The links that this node measures; none if the answer takes too long. Blocks; any other
  /// thread.
  public List<LinkStatus> links() {
    CompletableFuture<List<LinkStatus>> asked = new CompletableFuture<>();
    loop.post(() -> asked.complete(routes == null ? List.of() : routes.links()));
    try {
      return asked.get(GOODBYE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      return List.of();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /// Tells the others that this node is there.
  ///
  /// @param bound what each of its ports got, by its name below `listen:`
  public void start(Map<String, InetSocketAddress> bound) {
    NodeRecord record = start.record(AdvertisedAddresses.of(start.config().advertise(), bound));
    loop.post(() -> {
      Membership made =
          new Membership(
              record, shared.store(), calls, loop, random, MembershipLimits.DEFAULT, this::take);
      membership = made;
      made.start();
      if (routes != null) {
        routes.start();
      }
      lookAtStore();
    });
  }

  /// Nobody new comes here from now on, and this node will leave. Thread-safe.
  public void drain() {
    loop.post(() -> {
      if (membership != null) {
        membership.drain();
      }
    });
  }

  /// Gives its streams back, says goodbye, and ends.
  @Override
  public void close() {
    CountDownLatch gone = new CountDownLatch(1);
    loop.post(() -> leave(gone::countDown));
    try {
      gone.await(GOODBYE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    loop.post(origins::stop);
    loop.close();
    shared.close();
  }

  private void leave(Runnable done) {
    if (routes != null) {
      routes.stop();
    }
    for (StreamRecord held : origins.held()) {
      origins.release(held.key(), held.epoch());
    }
    Membership present = membership;
    if (present == null) {
      done.run();
    } else {
      present.leave(done);
    }
  }

  private @Nullable HostPort addressOf(NodeId node) {
    Member member = members().find(node);
    return member == null ? null : member.record().addresses().get(MediaPort.RELAY.key());
  }

  private MemberView members() {
    return membership == null ? NOBODY : membership.view();
  }

  private void take(MemberEvent event) {
    log.take(event);
    count();
    origins.membersChanged();
    if (routes != null) {
      routes.membersChanged();
    }
  }

  private void count() {
    MemberView view = members();
    counters.members.set(view.size());
    counters.suspects.set(
        (int)
            view.members().stream()
                .filter(member -> member.state() == Member.State.SUSPECT)
                .count());
    counters.removalsFrozen.set(membership != null && membership.isFrozen() ? 1 : 0);
  }

  private void take(OriginEvent event) {
    log.take(event);
    switch (event) {
      case OriginEvent.LetGo letGo -> landing.letGo(letGo);
      case OriginEvent.Appeared(StreamRecord stream) -> moved(stream.key(), stream.epoch());
      case OriginEvent.Confirmed _, OriginEvent.Ended _, OriginEvent.Ignored _ -> {}
    }
  }

  private void moved(StreamKey key, Epoch epoch) {
    Pulls streams = pulls;
    if (streams != null) {
      streams.moved(key, epoch);
    }
  }

  private void lookAtStore() {
    log.take(shared.store().health());
    count();
    loop.schedule(LOOK_AT_STORE_MS, this::lookAtStore);
  }

  /// Other nodes by what they say of themselves.
  private final class ByMembers implements OriginFinder.Neighbours {
    @Override
    public @Nullable HostPort addressOf(NodeId node) {
      return ClusterNode.this.addressOf(node);
    }

    @Override
    public List<HostPort> waysTo(StreamKey key, NodeId origin) {
      return routes == null ? List.of() : routes.waysTo(key, origin);
    }

    @Override
    public void absent(StreamKey key, HostPort address) {
      if (routes != null) {
        routes.absent(key, address);
      }
    }

    @Override
    public void stale(StreamKey key, HostPort giver, Epoch newest) {
      moved(key, newest);
      calls.tellStale(giver, key, newest);
    }
  }

  /// The streams that come from other nodes.
  private record Pulled(Pulls pulls) implements ClusterRoutes.Streams {
    @Override
    public boolean isPulled(StreamKey key) {
      return pulls.isWanted(key);
    }

    @Override
    public void improve(StreamKey key) {
      pulls.improve(key);
    }
  }
}
