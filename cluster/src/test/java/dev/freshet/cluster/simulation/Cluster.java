package dev.freshet.cluster.simulation;

import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.store.Entry;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One life of a cluster from a seed: a minute of faults, a minute of peace, in which all must come
/// to agree, and then some seconds without a store, in which new streams must be found all the
/// same.
final class Cluster {
  private static final long FAULTS_FROM_MS = 8_000;
  private static final long PEACE_MS = 60_000;
  private static final long CHECK_MS = 112_000;
  private static final long FINALE_CHECK_MS = CHECK_MS + 9_000;
  private static final StreamKey LATE = StreamKey.of("default/live/late");

  final World world;
  final Network network;
  final Auditor auditor;
  final StoreServer server;
  final Bug bug;
  final List<StreamKey> keys = new ArrayList<>();
  private final Map<NodeId, ClusterNode> nodes = new LinkedHashMap<>();
  private final List<Encoder> mains = new ArrayList<>();
  private final List<Encoder> others = new ArrayList<>();
  private List<Entry> backup = List.of();
  private long lastBootId;

  Cluster(Random random, Bug bug) {
    this.world = new World(random);
    this.bug = bug;
    this.network = new Network(world);
    this.auditor = new Auditor(world);
    this.server = new StoreServer(world, bug, auditor::stored);
    long count = world.between(4, 7);
    int wrongClocks = world.chance(50) ? 30 : 0;
    for (int i = 0; i < count; i++) {
      long wrongMs = world.chance(wrongClocks) ? world.between(-600_000, 600_000) : 0;
      ClusterNode node = new ClusterNode(this, "n" + i, wrongMs);
      nodes.put(node.id, node);
      world.after(world.between(0, 3_000), node::start);
    }
    for (int i = 0; i < 3; i++) {
      StreamKey key = StreamKey.of("default/live/s" + i);
      keys.add(key);
      TakeoverPolicy policy = i == 2 ? TakeoverPolicy.REFUSE : TakeoverPolicy.REPLACE;
      Encoder main = new Encoder(world, list(), key, "a", policy, true);
      mains.add(main);
      world.after(world.between(4_000, 7_000), main::push);
    }
    keys.add(LATE);
  }

  /// @return what the auditor found; null if nothing
  @Nullable String run() {
    int faults = (int) world.between(3, 9);
    for (int i = 0; i < faults; i++) {
      world.after(world.between(FAULTS_FROM_MS, PEACE_MS - 5_000), this::fault);
    }
    world.after(PEACE_MS, this::peace);
    step(CHECK_MS);
    if (auditor.violation() == null) {
      checkAgreement();
      finale();
      step(FINALE_CHECK_MS);
      checkFinale();
    }
    return auditor.violation();
  }

  /// In steps, so that what is wrong early ends the run early.
  private void step(long untilMs) {
    while (world.nowMs() < untilMs && auditor.violation() == null) {
      world.runUntil(Math.min(untilMs, world.nowMs() + 1_000));
    }
  }

  long nextBootId() {
    return ++lastBootId;
  }

  ClusterNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), id.value());
  }

  private List<ClusterNode> list() {
    return List.copyOf(nodes.values());
  }

  private ClusterNode anyNode() {
    return list().get(world.random.nextInt(nodes.size()));
  }

  private Encoder anyMain() {
    return mains.get(world.random.nextInt(mains.size()));
  }

  private void fault() {
    long lengthMs = world.chance(30) ? world.between(6_000, 20_000) : world.between(300, 6_000);
    switch (world.random.nextInt(14)) {
      case 0, 1 -> pause(anyNode().loop(), lengthMs);
      case 2 -> crash(anyNode(), lengthMs);
      case 3, 4 -> partition(lengthMs);
      case 5 -> storeGone(lengthMs);
      case 6 -> pause(server.loop, lengthMs);
      case 7 -> server.endAllLeases();
      case 8 -> oldBackup(lengthMs);
      case 9 -> halfOpen(lengthMs);
      case 10 -> network.lose(20);
      case 11 -> anyNode().leaveAndReturn(lengthMs);
      case 12 -> intrude();
      default -> {}
    }
    if (world.chance(60)) {
      world.after(world.between(0, lengthMs), () -> anyMain().move());
    }
    if (world.chance(40)) {
      world.after(world.between(0, lengthMs), this::race);
    }
  }

  private void pause(NodeLoop loop, long lengthMs) {
    loop.pause();
    world.after(lengthMs, loop::resume);
  }

  private void crash(ClusterNode node, long lengthMs) {
    if (node.isUp()) {
      node.kill();
      node.startIn(lengthMs);
    }
  }

  private void partition(long lengthMs) {
    nodes.keySet().forEach(id -> network.side(id.value(), world.random.nextInt(2)));
    network.side(Network.STORE, world.random.nextInt(2));
    world.after(lengthMs, network::heal);
  }

  private void storeGone(long lengthMs) {
    network.side(Network.STORE, 9);
    world.after(100, this::race);
    world.after(lengthMs, network::heal);
  }

  private void oldBackup(long lengthMs) {
    server.loop.post(() -> server.backUp(entries -> backup = entries));
    world.after(lengthMs, () -> server.loop.post(() -> server.restore(backup)));
  }

  private void halfOpen(long lengthMs) {
    network.cut(anyNode().id.value(), anyNode().id.value());
    network.cut(anyNode().id.value(), Network.STORE);
    world.after(lengthMs, network::heal);
  }

  /// Somebody else pushes a stream whose service refuses that.
  private void intrude() {
    Encoder main = mains.get(2);
    Encoder intruder = new Encoder(world, list(), main.key, "b", TakeoverPolicy.REFUSE, true);
    others.add(intruder);
    intruder.push();
  }

  /// The same stream is pushed to two nodes in the same moment.
  private void race() {
    Encoder main = anyMain();
    Encoder other = new Encoder(world, list(), main.key, "a", main.policy, false);
    others.add(other);
    main.move();
    other.push();
  }

  private void peace() {
    network.heal();
    server.loop.resume();
    nodes.values().forEach(node -> node.loop().resume());
    nodes.values().stream().filter(node -> !node.isUp()).forEach(ClusterNode::start);
    others.forEach(Encoder::stop);
  }

  private void checkAgreement() {
    for (ClusterNode node : nodes.values()) {
      node.loop().run(() -> checkMembers(node));
    }
    for (Encoder main : mains) {
      auditor.check(main.isConnected(), "the publisher of " + main.key + " finds no node");
      checkStream(main.key, true);
    }
  }

  private void checkMembers(ClusterNode node) {
    TreeSet<String> seen = new TreeSet<>();
    for (Member member : node.membership().view().members()) {
      if (member.state() == Member.State.LISTED) {
        seen.add(member.id().value());
      }
    }
    TreeSet<String> expected = new TreeSet<>();
    nodes.keySet().forEach(id -> expected.add(id.value()));
    auditor.check(seen.equals(expected), "%s sees %s".formatted(node.id, node.membership().view()));
  }

  /// One node serves it, and every viewer sees that.
  private void checkStream(StreamKey key, boolean inStore) {
    List<Epoch> served = new ArrayList<>();
    for (ClusterNode node : nodes.values()) {
      Epoch epoch = node.serving(key);
      if (epoch != null) {
        served.add(epoch);
      }
    }
    auditor.check(served.size() == 1, "%s is served by %s".formatted(key, served));
    for (ClusterNode node : nodes.values()) {
      Epoch showing = auditor.showing(node.id.value(), key);
      auditor.check(
          showing != null && served.contains(showing),
          "%s shows %s of %s, which is served by %s".formatted(node.id, showing, key, served));
    }
    StreamRecord stored = auditor.stored(key);
    auditor.check(
        !inStore || (stored != null && served.contains(stored.epoch())),
        "the store has %s for %s, which is served by %s".formatted(stored, key, served));
  }

  private void finale() {
    network.side(Network.STORE, 9);
    world.after(1_000, () -> mains.get(0).move());
    Encoder late = new Encoder(world, list(), LATE, "a", TakeoverPolicy.REPLACE, true);
    world.after(1_000, late::push);
  }

  private void checkFinale() {
    checkStream(LATE, false);
    for (ClusterNode node : nodes.values()) {
      auditor.check(
          auditor.showing(node.id.value(), mains.get(0).key) != null,
          "%s does not find %s, which moved without a store".formatted(node.id, mains.get(0).key));
    }
  }
}
