package dev.freshet.cluster.landing;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.ProtocolVersions;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.local.LocalStore;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Landings on one store, each on a loop of its own, that reach one another. Loop 0 is the store's:
/// paused, the store is away.
final class LandingRig {
  static final StreamKey KEY = StreamKey.of("default/live/news");

  final SimulatedLoops loops;
  final LocalStore store;
  final Map<Integer, Origins> nodes = new HashMap<>();
  final Map<Integer, List<OriginEvent>> events = new HashMap<>();
  final List<NodeId> asked = new ArrayList<>();
  boolean peersAnswer = true;
  MemberView members;

  LandingRig(int count) {
    loops = new SimulatedLoops(count + 1, 3);
    store = LocalStore.inMemory(loops.loop(0), StoreLimits.DEFAULT);
    List<Member> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      all.add(new Member(record(i), Member.State.LISTED));
    }
    members = new MemberView(all, true);
    for (int i = 1; i <= count; i++) {
      start(i, 1);
    }
    loops.advanceMs(10);
  }

  void start(int node, long bootId) {
    ClusterStore session = store.connect();
    List<OriginEvent> told = events.computeIfAbsent(node, _ -> new ArrayList<>());
    Origins made =
        new Origins(
            id(node),
            bootId,
            session,
            () -> members,
            peers(node),
            loops.loop(node),
            loops.clock(),
            new Random(node),
            LandingLimits.DEFAULT,
            told::add);
    nodes.put(node, made);
    loops.runOn(node, made::start);
  }

  static NodeId id(int node) {
    return new NodeId("node-" + node);
  }

  private static int number(NodeId id) {
    return Integer.parseInt(id.value().substring(5));
  }

  private static NodeRecord record(int node) {
    return new NodeRecord(
        id(node),
        1,
        Tier.EDGE,
        "",
        List.of(),
        Map.of(),
        List.of(),
        0,
        0,
        "",
        new ProtocolVersions(1, 1),
        Phase.SERVING);
  }

  private AskPeers peers(int self) {
    return new AskPeers() {
      @Override
      public void ask(NodeId peer, StreamKey key, Consumer<Whereabouts> answer) {
        asked.add(peer);
        call(peer, other -> other.answer(key), answer);
      }

      @Override
      public void announce(NodeId peer, List<StreamRecord> streams, Consumer<List<Newer>> newer) {
        call(peer, other -> other.announced(streams), newer);
      }

      private <A> void call(
          NodeId peer, java.util.function.Function<Origins, A> question, Consumer<A> answer) {
        if (peersAnswer) {
          int node = number(peer);
          loops
              .loop(node)
              .schedule(
                  5,
                  () -> {
                    A result = question.apply(node(node));
                    loops.loop(self).post(() -> answer.accept(result));
                  });
        }
      }
    };
  }

  Origins node(int node) {
    return Objects.requireNonNull(nodes.get(node));
  }

  /// What a claim was answered; empty while it was not.
  List<ClaimAnswer> claim(int node, String publisher, TakeoverPolicy policy, int priority) {
    return claim(node, KEY, publisher, policy, priority);
  }

  List<ClaimAnswer> claim(
      int node, StreamKey key, String publisher, TakeoverPolicy policy, int priority) {
    List<ClaimAnswer> answers = new ArrayList<>();
    ClaimRequest request = new ClaimRequest(key, publisher, priority, policy, 0, 0);
    loops.runOn(node, () -> node(node).claim(request, answers::add));
    return answers;
  }

  /// Claims under `REPLACE`, and waits.
  ClaimAnswer.Landed land(int node, String publisher) {
    List<ClaimAnswer> answers = claim(node, publisher, TakeoverPolicy.REPLACE, 0);
    loops.advanceMs(20);
    return (ClaimAnswer.Landed) answers.getFirst();
  }

  @Nullable StreamRecord find(int node) {
    AtomicReference<@Nullable StreamRecord> found = new AtomicReference<>();
    loops.runOn(node, () -> found.set(node(node).find(KEY)));
    return found.get();
  }

  /// What [#find] answers, which must be something.
  StreamRecord found(int node) {
    return Objects.requireNonNull(find(node));
  }

  List<StreamRecord> held(int node) {
    List<StreamRecord> held = new ArrayList<>();
    loops.runOn(node, () -> held.addAll(node(node).held()));
    return held;
  }

  Whereabouts locate(int node, StreamKey key) {
    List<Whereabouts> answers = new ArrayList<>();
    loops.runOn(node, () -> node(node).locate(key, answers::add));
    loops.advanceMs(400);
    return answers.getFirst();
  }

  <E extends OriginEvent> List<E> told(int node, Class<E> kind) {
    return Objects.requireNonNull(events.get(node)).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
