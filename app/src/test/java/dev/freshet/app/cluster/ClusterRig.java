package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.AskPeers;
import dev.freshet.cluster.landing.ClaimAnswer;
import dev.freshet.cluster.landing.ClaimRequest;
import dev.freshet.cluster.landing.LandingLimits;
import dev.freshet.cluster.landing.OriginEvent;
import dev.freshet.cluster.landing.Origins;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.local.LocalStore;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.hub.Landing;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.node.metrics.ClusterCounters;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The landings of two nodes on one store: `here`, with what the hub sees of it, and `there`. Loop
/// 0 is the store's, 1 the cluster's at both, 2 is one with streams.
final class ClusterRig {
  static final StreamKey KEY = StreamKey.of("default/live/news");
  static final NodeId HERE = new NodeId("here");
  static final NodeId THERE = new NodeId("there");
  static final int HOME = 1;
  static final int MEDIA = 2;

  final SimulatedLoops loops = new SimulatedLoops(3, 1);
  final ClusterCounters counters = new ClusterCounters();
  final Origins here;
  final Origins there;
  final ClusterLanding landing;
  final List<Landing.Answer> answers = new ArrayList<>();
  private final LocalStore store = LocalStore.inMemory(loops.loop(0), StoreLimits.DEFAULT);

  ClusterRig() {
    List<Consumer<OriginEvent>> listeners = new ArrayList<>();
    here = origins(HERE, event -> listeners.forEach(each -> each.accept(event)));
    there = origins(THERE, _ -> {});
    landing = new ClusterLanding(loops.loop(HOME), here, counters);
    listeners.add(event -> {
      if (event instanceof OriginEvent.LetGo letGo) {
        landing.letGo(letGo);
      }
    });
    onHome(here::start);
    onHome(there::start);
  }

  private Origins origins(NodeId self, Consumer<OriginEvent> listener) {
    AskPeers nobody = new NoPeers(loops.loop(HOME));
    return new Origins(
        self,
        1,
        store.connect(),
        () -> new MemberView(List.of(), false),
        nobody,
        loops.loop(HOME),
        loops.clock(),
        new Random(1),
        LandingLimits.DEFAULT,
        listener);
  }

  void onHome(Runnable task) {
    loops.runOn(HOME, task);
    loops.advanceMs(20);
  }

  /// Somebody pushes the stream to this node.
  void push(String src, TakeoverPolicy policy) {
    Landing.Request request = new Landing.Request(publisher(src, policy), 0, 0);
    loops.runOn(MEDIA, () -> landing.land(request, loops.loop(MEDIA), answers::add));
    loops.advanceMs(20);
  }

  static PublishRequest publisher(String src, TakeoverPolicy policy) {
    ServiceConfig d = ServiceConfig.defaults("default");
    ServiceConfig service =
        new ServiceConfig(
            d.id(),
            d.pushDomains(),
            d.playDomains(),
            d.profile(),
            policy,
            d.graceMs(),
            d.lingerMs(),
            d.waitForPublisherMs(),
            d.maxTracks(),
            d.maxViewersPerStream(),
            d.maxStreams(),
            d.segments());
    return new PublishRequest(KEY, service, new PublisherIdentity(src, ""), 0, "test", "x", 0);
  }

  /// Somebody pushes it to the other node.
  ClaimAnswer.Landed pushThere(String publisher) {
    AtomicReference<@Nullable ClaimAnswer> answer = new AtomicReference<>();
    ClaimRequest request = new ClaimRequest(KEY, publisher, 0, TakeoverPolicy.REPLACE, 0, 0);
    onHome(() -> there.claim(request, answer::set));
    return (ClaimAnswer.Landed) Objects.requireNonNull(answer.get());
  }

  /// What the other node knows of the stream.
  @Nullable StreamRecord seenThere() {
    AtomicReference<@Nullable StreamRecord> found = new AtomicReference<>();
    onHome(() -> found.set(there.find(KEY)));
    return found.get();
  }

  <A extends Landing.Answer> A last(Class<A> kind) {
    return kind.cast(answers.getLast());
  }
}
