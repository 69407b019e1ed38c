package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.ProtocolVersions;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One node with a router, among others that are only records; how links measure is up to the test.
final class RoutingRig {
  static final StreamKey KEY = StreamKey.of("default/live/news");

  final SimulatedLoops loops = new SimulatedLoops(1, 7);
  final Random random = new Random(3);
  final Map<NodeId, NodeRecord> records = new TreeMap<>();
  final Map<LinkKey, Integer> rttMs = new HashMap<>();
  final Map<LinkKey, Integer> jitterMs = new HashMap<>();
  final Set<LinkKey> silent = new HashSet<>();
  final Set<LinkKey> pinged = new HashSet<>();
  final Map<NodeId, List<LinkReport>> reports = new HashMap<>();
  final List<RouteChange> changes = new ArrayList<>();
  final NodeId self;
  private @Nullable MemberView view;
  private @Nullable Router router;

  RoutingRig(String self) {
    this.self = new NodeId(self);
  }

  /// A node named like its region, its tier and a number, as `north-mid-1`, in these operators.
  NodeId node(String name, String... operators) {
    String[] parts = name.split("-", -1);
    Tier tier =
        switch (parts[1]) {
          case "core" -> Tier.CORE;
          case "mid" -> Tier.MID;
          default -> Tier.EDGE;
        };
    String host = "host-" + name;
    return put(record(name, tier, parts[0], List.of(operators), publicAt(host)));
  }

  static Map<String, HostPort> publicAt(String host) {
    return Map.of("relay", new HostPort(host, 8070));
  }

  static NodeRecord record(
      String name,
      Tier tier,
      String region,
      List<String> operators,
      Map<String, HostPort> addresses) {
    return new NodeRecord(
        new NodeId(name),
        1,
        tier,
        region,
        operators,
        addresses,
        List.of("media"),
        1_000_000,
        0,
        "1",
        new ProtocolVersions(1, 1),
        Phase.SERVING);
  }

  NodeId put(NodeRecord record) {
    records.put(record.id(), record);
    changed();
    return record.id();
  }

  /// The node stands on `host`, and is in the private network as well if `line` is given.
  void at(NodeId node, String host, @Nullable String line) {
    NodeRecord old = record(node);
    Map<String, HostPort> addresses = new HashMap<>(publicAt(host));
    if (line != null) {
      addresses.put("relay@" + line, new HostPort(host, 8071));
    }
    put(record(node.value(), old.tier(), old.region(), old.operators(), addresses));
  }

  NodeRecord record(NodeId node) {
    return Objects.requireNonNull(records.get(node));
  }

  void drain(NodeId node) {
    put(record(node).with(Phase.DRAINING));
  }

  void load(NodeId node, int percent) {
    put(record(node).withLoadPercent(percent));
  }

  private void changed() {
    view = null;
    Router running = router;
    if (running != null) {
      onLoop(() -> {
        running.membersChanged();
        return 0;
      });
    }
  }

  MemberView view() {
    MemberView present = view;
    if (present == null) {
      List<Member> members = new ArrayList<>();
      records.values().forEach(node -> members.add(new Member(node, Member.State.LISTED)));
      present = new MemberView(members, true);
      view = present;
    }
    return present;
  }

  /// The measured round trip of the Internet line to `peer`.
  void rtt(NodeId peer, int ms) {
    rttMs.put(open(peer), ms);
  }

  static LinkKey open(NodeId peer) {
    return new LinkKey(peer, LinkClass.PUBLIC);
  }

  static LinkKey line(NodeId peer) {
    return new LinkKey(peer, LinkClass.PRIVATE);
  }

  /// `from` says that it measures `ms` to `to`.
  void report(NodeId from, NodeId to, int ms) {
    reports.computeIfAbsent(from, _ -> new ArrayList<>()).add(new LinkReport(to, ms, 0));
  }

  Router router() {
    Router running = router;
    if (running == null) {
      Loop loop = loops.loop(0);
      running = new Router(self, this::view, this::ping, loop, random, RoutingLimits.DEFAULT);
      router = running;
      loop.post(running::start);
      loops.advanceMs(1);
    }
    return running;
  }

  private void ping(LinkKey link, HostPort address, long timeoutMs, Consumer<PingAnswer> answer) {
    pinged.add(link);
    int baseMs = rttMs.getOrDefault(link, 10);
    int spreadMs = jitterMs.getOrDefault(link, 0);
    int tookMs = baseMs + (spreadMs == 0 ? 0 : random.nextInt(2 * spreadMs + 1) - spreadMs);
    List<LinkReport> said = reports.getOrDefault(link.peer(), List.of());
    if (silent.contains(link)) {
      loops.loop(0).schedule(timeoutMs, () -> answer.accept(new PingAnswer.Silent("no answer")));
    } else {
      loops
          .loop(0)
          .schedule(
              tookMs,
              () -> answer.accept(new PingAnswer.Answered(tookMs * 1_000L, 7_000, 5, said)));
    }
  }

  void advanceMs(long ms) {
    loops.advanceMs(ms);
  }

  Following follow(NodeId origin) {
    return follow(RouteRequest.of(KEY, origin, RoutePolicy.DEFAULT));
  }

  Following follow(RouteRequest request) {
    Router running = router();
    return onLoop(() -> running.follow(request, changes::add));
  }

  Routes ways(RouteRequest request) {
    Router running = router();
    return onLoop(() -> running.ways(request));
  }

  /// Does something on the router's loop, now.
  <T> T onLoop(Supplier<T> task) {
    List<T> result = new ArrayList<>();
    loops.loop(0).post(() -> result.add(task.get()));
    loops.advanceMs(0);
    return result.getFirst();
  }

  static NodeId first(Routes routes) {
    return Objects.requireNonNull(routes.first(), "no way").node();
  }

  static NodeId second(Routes routes) {
    return Objects.requireNonNull(routes.second(), "no second way").node();
  }
}
