package dev.freshet.cluster.simulation;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.membership.ProtocolVersions;
import dev.freshet.cluster.membership.Tier;
import dev.freshet.cluster.routing.Fitness;
import dev.freshet.cluster.routing.Following;
import dev.freshet.cluster.routing.LinkClass;
import dev.freshet.cluster.routing.RoutePolicy;
import dev.freshet.cluster.routing.Way;
import dev.freshet.cluster.routing.WayKind;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.OperatorPolicy;
import dev.freshet.contract.service.StandbyMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One life of a network of regions, operators and tiers from a seed, with streams pushed in some
/// places and watched at every edge. A calm life has one fault, after which all must be well within
/// seconds; a wild one has many, and all must be well some time after the last.
final class RoutedCluster {
  private static final long FRAME_MS = 400;
  private static final long CALM_FAULT_MS = 10_000;
  private static final long CALM_CHECK_MS = CALM_FAULT_MS + 6_500;
  private static final long CALM_END_MS = CALM_FAULT_MS + 18_000;
  private static final long WILD_PEACE_MS = 24_000;
  private static final long WILD_END_MS = 38_000;
  private static final long FRESH_MS = 2_500;

  final World world;
  final RoutedNetwork network;
  final RouteAuditor auditor;
  final RoutingBug bug;
  final List<StreamKey> keys = new ArrayList<>();
  private final Map<NodeId, NodeRecord> records = new TreeMap<>();
  private final Map<NodeId, RoutedNode> nodes = new LinkedHashMap<>();
  private final Map<StreamKey, NodeId> origins = new HashMap<>();
  private final Map<StreamKey, Long> sequences = new HashMap<>();
  private final Map<StreamKey, RoutePolicy> policies = new HashMap<>();
  private final List<NodeId> edges = new ArrayList<>();
  private @Nullable NodeId drained;
  private long version;
  private long number;

  RoutedCluster(Random random, RoutingBug bug) {
    this.world = new World(random);
    this.bug = bug;
    this.network = new RoutedNetwork(world, records);
    this.auditor = new RouteAuditor(world, records);
    place();
    for (int i = 0; i < 2; i++) {
      StreamKey key = StreamKey.of("default/live/s" + i);
      keys.add(key);
      origins.put(key, any(world.chance(80) ? edges : List.copyOf(records.keySet())));
      boolean allow = i == 1 && world.chance(20);
      policies.put(
          key,
          new RoutePolicy(StandbyMode.WARM, allow ? OperatorPolicy.ALLOW : OperatorPolicy.REFUSE));
      if (allow) {
        auditor.allowCrossing(key);
      }
    }
  }

  // the network

  private void place() {
    int regions = (int) world.between(1, 3);
    int operators = regions == 3 && world.chance(50) ? 1 : (int) world.between(1, 2);
    int mids = regions == 1 && world.chance(50) ? 3 : (int) world.between(0, 2);
    for (int r = 0; r < regions; r++) {
      String region = "r" + r;
      long cores = world.between(1, 2);
      for (int i = 0; i < cores; i++) {
        add(Tier.CORE, region, world.chance(85) ? operators : 1, operators, true);
      }
      for (int o = 0; o < operators; o++) {
        for (int i = 0; i < mids; i++) {
          add(Tier.MID, region, 1, o + 1, world.chance(30));
        }
        add(Tier.EDGE, region, 1, o + 1, false);
      }
    }
    add(Tier.EDGE, "r0", 1, 1, world.chance(30));
  }

  /// @param count of operators, the last of them `last`
  private void add(Tier tier, String region, int count, int last, boolean ownLine) {
    int index = records.size();
    NodeId id = new NodeId("%s-%s-%d".formatted(region, tier.label(), index));
    List<String> operators = new ArrayList<>();
    for (int o = last - count + 1; o <= last; o++) {
      operators.add("op" + o);
    }
    long host = world.chance(30) && index > 0 ? world.between(0, index - 1) : index;
    Map<String, HostPort> addresses = new TreeMap<>();
    addresses.put("relay", new HostPort("192.0.2." + host, 8070));
    if (ownLine) {
      addresses.put("relay@core", new HostPort("10.0.0." + host, 8070));
    }
    NodeRecord record =
        new NodeRecord(
            id,
            1,
            tier,
            region,
            operators,
            addresses,
            List.of("media"),
            1_000,
            10,
            "1",
            new ProtocolVersions(1, 2),
            Phase.SERVING);
    records.put(id, record);
    nodes.put(id, new RoutedNode(this, id));
    if (tier == Tier.EDGE) {
      edges.add(id);
    }
  }

  static NodeRecord copy(NodeRecord of, List<String> operators, Map<String, HostPort> addresses) {
    return new NodeRecord(
        of.id(),
        of.bootId(),
        of.tier(),
        of.region(),
        operators,
        addresses,
        of.roles(),
        of.capacityKbps(),
        of.loadPercent(),
        of.version(),
        of.protocols(),
        of.phase());
  }

  private <T> T any(List<T> list) {
    return list.get(world.random.nextInt(list.size()));
  }

  // life

  /// @return what the auditor found; null if nothing
  @Nullable String run() {
    nodes.values().forEach(node -> node.start(members()));
    world.after(500, this::frames);
    if (world.chance(60)) {
      calm();
    } else {
      wild();
    }
    return auditor.violation();
  }

  private void step(long untilMs) {
    while (world.nowMs() < untilMs && auditor.violation() == null) {
      world.runUntil(Math.min(untilMs, world.nowMs() + 1_000));
      auditor.checkPulls(id -> node(id).runs());
    }
  }

  private void calm() {
    step(CALM_FAULT_MS - 2_000);
    checkShown("before anything happened", _ -> true);
    checkDomains();
    checkMids();
    step(CALM_FAULT_MS);
    NodeId victim = feeding();
    Way way = victim == null ? null : wayThrough(victim);
    if (victim != null && way != null) {
      calmFault(victim, way);
    }
    step(CALM_END_MS);
    checkShown("in the end", _ -> true);
  }

  /// A node that feeds another and is no origin; null if there is none.
  private @Nullable NodeId feeding() {
    List<NodeId> feeding = new ArrayList<>();
    eachWay((child, way) -> {
      if (!origins.containsValue(way.node())) {
        feeding.add(way.node());
      }
    });
    return feeding.isEmpty() ? null : any(feeding);
  }

  private interface WayTaker {
    void take(NodeId child, Way way);
  }

  private void eachWay(WayTaker taker) {
    for (RoutedNode node : nodes.values()) {
      for (StreamKey key : keys) {
        Way way = node.isUp() ? node.feed(key).parent() : null;
        if (way != null) {
          taker.take(node.id, way);
        }
      }
    }
  }

  private @Nullable Way wayThrough(NodeId victim) {
    List<Way> ways = new ArrayList<>();
    eachWay((child, way) -> {
      if (way.node().equals(victim)) {
        ways.add(way);
      }
    });
    return ways.isEmpty() ? null : any(ways);
  }

  private void calmFault(NodeId victim, Way way) {
    switch (world.random.nextInt(5)) {
      case 0 -> {
        kill(node(victim), 9_000);
        step(CALM_CHECK_MS);
        checkShown("after a node was killed", id -> !id.equals(victim));
      }
      case 1 -> {
        drain(victim);
        step(CALM_CHECK_MS);
        checkDrained(victim);
        checkShown("while a node drains", _ -> true);
        undrain(victim);
      }
      case 2 -> {
        cutAll(victim);
        step(CALM_CHECK_MS);
        checkShown("after a node was cut off", id -> !id.equals(victim));
        network.heal();
      }
      case 3 -> {
        NodeId edge = any(edges);
        isolate(edge);
        step(CALM_CHECK_MS);
        checkShown("while an edge reaches but its neighbours", id -> !id.equals(edge));
        network.heal();
      }
      default -> {
        nodes.keySet().forEach(child -> degrade(child, victim, way.link().linkClass()));
        step(CALM_CHECK_MS);
        checkShown("after a line became bad", _ -> true);
        network.heal();
      }
    }
  }

  /// Nobody hears the node any more, and the membership does not notice.
  private void cutAll(NodeId victim) {
    for (NodeId other : nodes.keySet()) {
      for (LinkClass linkClass : LinkClass.values()) {
        network.cut(new RoutedNetwork.Line(victim, other, linkClass));
      }
    }
  }

  /// All its lines become bad but those to the edges of its region.
  private void isolate(NodeId edge) {
    for (NodeRecord other : records.values()) {
      boolean neighbour = other.tier() == Tier.EDGE && other.region().equals(record(edge).region());
      if (!neighbour) {
        for (LinkClass linkClass : LinkClass.values()) {
          network.degrade(new RoutedNetwork.Line(other.id(), edge, linkClass), 700, 10);
        }
      }
    }
  }

  private void degrade(NodeId child, NodeId parent, LinkClass linkClass) {
    RoutedNetwork.Line line = new RoutedNetwork.Line(parent, child, linkClass);
    network.degrade(line, 300, 20);
  }

  private void wild() {
    int faults = (int) world.between(4, 10);
    for (int i = 0; i < faults; i++) {
      world.after(world.between(5_000, WILD_PEACE_MS - 6_000), this::wildFault);
    }
    step(WILD_PEACE_MS);
    network.heal();
    nodes.values().forEach(node -> node.loop().resume());
    nodes.values().stream().filter(node -> !node.isUp()).forEach(this::restart);
    if (drained != null) {
      undrain(drained);
    }
    step(WILD_END_MS);
    checkShown("in the end", _ -> true);
  }

  private void wildFault() {
    RoutedNode node = any(List.copyOf(nodes.values()));
    RoutedNode other = any(List.copyOf(nodes.values()));
    long lengthMs = world.between(300, 6_000);
    switch (world.random.nextInt(7)) {
      case 0 -> kill(node, lengthMs + 4_000);
      case 1 -> {
        NodeLoop paused = node.loop();
        paused.pause();
        world.after(lengthMs, paused::resume);
      }
      case 2 -> {
        nodes.keySet().forEach(id -> network.side(id, world.random.nextInt(2)));
        world.after(lengthMs, network::heal);
      }
      case 3 -> {
        network.cut(new RoutedNetwork.Line(node.id, other.id, LinkClass.PUBLIC));
        world.after(lengthMs, network::heal);
      }
      case 4 -> nodes.keySet().forEach(child -> degrade(child, node.id, LinkClass.PUBLIC));
      case 5 -> isolate(any(edges));
      default -> {
        if (drained == null) {
          drain(node.id);
        }
      }
    }
  }

  private void kill(RoutedNode node, long forMs) {
    if (node.isUp() && !origins.containsValue(node.id)) {
      node.kill();
      NodeRecord record = record(node.id);
      world.after(1_000, () -> tellDown(node, new Member(record, Member.State.SUSPECT)));
      world.after(4_000, () -> tellDown(node, null));
      world.after(forMs, () -> restart(node));
    }
  }

  private void tellDown(RoutedNode node, @Nullable Member member) {
    if (!node.isUp()) {
      tell(node.id, member);
    }
  }

  private void restart(RoutedNode node) {
    if (!node.isUp()) {
      List<Member> known = members();
      known.add(listed(record(node.id)));
      node.start(known);
      tell(node.id, listed(record(node.id)));
    }
  }

  private void drain(NodeId id) {
    drained = id;
    change(id, Phase.DRAINING);
  }

  private void undrain(NodeId id) {
    drained = null;
    change(id, Phase.SERVING);
  }

  private void change(NodeId id, Phase phase) {
    NodeRecord changed = record(id).with(phase);
    records.put(id, changed);
    tell(id, listed(changed));
  }

  static Member listed(NodeRecord record) {
    return new Member(record, Member.State.LISTED);
  }

  private List<Member> members() {
    List<Member> members = new ArrayList<>();
    records.forEach((id, record) -> {
      boolean starting = node(id).isUp() || world.nowMs() < 2_000;
      if (starting) {
        members.add(listed(record));
      }
    });
    return members;
  }

  private void tell(NodeId who, @Nullable Member member) {
    long now = ++version;
    for (RoutedNode node : nodes.values()) {
      NodeLoop there = node.loop();
      boolean own = node.id.equals(who) && member == null;
      if (node.isUp() && !own) {
        world.after(world.between(20, 500), () -> there.post(() -> node.heard(who, member, now)));
      }
    }
  }

  private void frames() {
    for (StreamKey key : keys) {
      long sequence = sequences.merge(key, 1L, Long::sum);
      RoutedNode origin = node(origin(key));
      origin.post(() -> {
        origin.feed(key).publish();
        origin.feed(key).frame(sequence);
      });
    }
    world.after(FRAME_MS, this::frames);
  }

  // what must hold

  private void checkShown(String when, Predicate<NodeId> usable) {
    for (StreamKey key : keys) {
      NodeId origin = origin(key);
      for (NodeId edge : edges) {
        Predicate<NodeId> up = id -> node(id).isUp() && usable.test(id);
        boolean expected = usable.test(edge) && up.test(edge) && !edge.equals(origin);
        if (expected && auditor.hasWay(origin, edge, up)) {
          auditor.check(
              auditor.silentMs(edge, key) <= FRESH_MS,
              "%s does not show %s of %s %s".formatted(edge, key, origin, when));
        }
      }
    }
  }

  /// Whoever can be fed by another node is not fed by this one.
  private void checkDrained(NodeId victim) {
    for (RoutedNode node : nodes.values()) {
      for (StreamKey key : keys) {
        Way parent = node.isUp() ? node.feed(key).parent() : null;
        boolean there = parent != null && parent.node().equals(victim);
        Set<NodeId> below = node.feed(key).below();
        auditor.check(
            !there
                || !auditor.hasWay(
                    origin(key), node.id, id -> !id.equals(victim) && !below.contains(id)),
            "%s still gets %s from %s, which is leaving".formatted(node.id, key, victim));
      }
    }
  }

  /// The second way is on another host, if there is a fit one on another host.
  private void checkDomains() {
    for (RoutedNode node : nodes.values()) {
      for (StreamKey key : keys) {
        Following following = node.feed(key).following();
        if (following != null) {
          checkDomains(node, following);
        }
      }
    }
  }

  private void checkDomains(RoutedNode node, Following following) {
    Way first = following.routes().first();
    Way second = following.routes().second();
    if (first == null || second == null) {
      return;
    }
    boolean apart = !host(first).equals(host(second));
    boolean couldBe =
        following.routes().why().considered().stream()
            .anyMatch(
                each -> each.fitness() == Fitness.FIT && !host(each.way()).equals(host(first)));
    auditor.check(
        apart || !couldBe,
        "%s has both ways through one host: %s and %s".formatted(node.id, first, second));
  }

  private String host(Way way) {
    return Objects.requireNonNull(record(way.node()).addresses().get("relay")).host();
  }

  /// Edges of a region and an operator meet at the same mids.
  private void checkMids() {
    Map<String, Set<NodeId>> used = new HashMap<>();
    for (StreamKey key : keys) {
      for (NodeId edge : edges) {
        Way parent = node(edge).feed(key).parent();
        NodeRecord record = record(edge);
        String place = key + record.region() + record.operators();
        if (parent != null && parent.kind() == WayKind.MID) {
          used.computeIfAbsent(place, _ -> new HashSet<>()).add(parent.node());
        }
      }
    }
    used.forEach((place, mids) ->
        auditor.check(mids.size() == 1, "%s is fed by mids %s".formatted(place, mids)));
  }

  // for nodes

  RoutedNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), id.value());
  }

  private NodeRecord record(NodeId id) {
    return Objects.requireNonNull(records.get(id), id.value());
  }

  boolean watches(NodeId node, StreamKey key) {
    return edges.contains(node) && !origin(key).equals(node);
  }

  NodeId origin(StreamKey key) {
    return Objects.requireNonNull(origins.get(key));
  }

  RoutePolicy policy(StreamKey key) {
    return Objects.requireNonNull(policies.get(key));
  }

  long nextNumber() {
    return ++number;
  }
}
