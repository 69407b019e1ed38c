package dev.freshet.cluster.membership;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.local.LocalStore;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.testkit.SimulatedLoops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/// Nodes on one store, each on a loop of its own; who answers a probe is up to the test.
final class MembershipRig {
  final SimulatedLoops loops;
  final LocalStore store;
  final Map<Integer, Membership> nodes = new HashMap<>();
  final Map<Integer, List<MemberEvent>> events = new HashMap<>();
  final Map<Integer, ClusterStore> sessions = new HashMap<>();
  final Set<NodeId> silent = new HashSet<>();
  final List<NodeId> probed = new ArrayList<>();
  long answerMs = 20;

  MembershipRig(int count) {
    loops = new SimulatedLoops(count + 1, 7);
    store = LocalStore.inMemory(loops.loop(0), StoreLimits.DEFAULT);
    for (int i = 1; i <= count; i++) {
      start(i, 1);
    }
    loops.advanceMs(50);
  }

  static NodeRecord record(int node, long bootId) {
    return new NodeRecord(
        id(node),
        bootId,
        Tier.EDGE,
        "north",
        List.of("op1"),
        Map.of("relay", new HostPort("192.0.2." + node, 8070)),
        List.of("media"),
        1_000_000,
        0,
        "0.1.0",
        new ProtocolVersions(1, 2),
        Phase.SERVING);
  }

  static NodeId id(int node) {
    return new NodeId("node-" + node);
  }

  void start(int node, long bootId) {
    ClusterStore session = store.connect();
    sessions.put(node, session);
    List<MemberEvent> told = events.computeIfAbsent(node, _ -> new ArrayList<>());
    Loop loop = loops.loop(node);
    Membership made =
        new Membership(
            record(node, bootId),
            session,
            (target, timeoutMs, answer) -> {
              probed.add(target.id());
              boolean dead = silent.contains(target.id());
              loop.schedule(
                  dead ? timeoutMs : answerMs,
                  () ->
                      answer.accept(
                          dead
                              ? new Probe.ProbeAnswer.Silent("no answer")
                              : new Probe.ProbeAnswer.Alive(target.bootId())));
            },
            loop,
            new Random(node),
            MembershipLimits.DEFAULT,
            told::add);
    nodes.put(node, made);
    loops.runOn(node, made::start);
  }

  /// The process is gone without a word.
  void kill(int node) {
    silent.add(id(node));
    vanish(node);
  }

  /// It lives, but its lease ends.
  void vanish(int node) {
    loops.runOn(node, () -> membership(node).stop());
    session(node).close();
  }

  Membership membership(int node) {
    return Objects.requireNonNull(nodes.get(node));
  }

  ClusterStore session(int node) {
    return Objects.requireNonNull(sessions.get(node));
  }

  MemberView view(int node) {
    List<MemberView> views = new ArrayList<>();
    loops.runOn(node, () -> views.add(membership(node).view()));
    return views.getFirst();
  }

  /// How `node` sees `other`, which it must.
  Member member(int node, int other) {
    return Objects.requireNonNull(view(node).find(id(other)));
  }

  boolean sees(int node, int other) {
    return view(node).find(id(other)) != null;
  }

  <E extends MemberEvent> List<E> told(int node, Class<E> kind) {
    return Objects.requireNonNull(events.get(node)).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
