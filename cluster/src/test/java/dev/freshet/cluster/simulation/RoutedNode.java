package dev.freshet.cluster.simulation;

import dev.freshet.cluster.membership.Member;
import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.membership.Phase;
import dev.freshet.cluster.routing.ComfortLimits;
import dev.freshet.cluster.routing.Following;
import dev.freshet.cluster.routing.LinkKey;
import dev.freshet.cluster.routing.LinkReport;
import dev.freshet.cluster.routing.PingAnswer;
import dev.freshet.cluster.routing.RouteChange;
import dev.freshet.cluster.routing.RoutePolicy;
import dev.freshet.cluster.routing.RouteRequest;
import dev.freshet.cluster.routing.Router;
import dev.freshet.cluster.routing.RoutingLimits;
import dev.freshet.cluster.routing.Way;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node with the real router, and feeds that go where it says. It can be killed and started
/// again.
final class RoutedNode {
  private static final long TICK_MS = 250;
  private static final ComfortLimits NO_MANNERS =
      new ComfortLimits(0, 0, 1, 0, 1_000, 1_000, 1_000, 60_000);

  final NodeId id;
  private final RoutedCluster cluster;
  private final World world;
  private final Map<NodeId, Member> members = new TreeMap<>();
  private final Map<NodeId, Long> versions = new HashMap<>();
  private final Map<StreamKey, RoutedFeed> feeds = new HashMap<>();
  private NodeLoop loop;
  private @Nullable MemberView view;
  private @Nullable Router router;
  private boolean up;
  private int pongs;

  RoutedNode(RoutedCluster cluster, NodeId id) {
    this.cluster = cluster;
    this.world = cluster.world;
    this.id = id;
    this.loop = new NodeLoop(world, 0);
  }

  // life

  void start(Collection<Member> known) {
    up = true;
    loop = new NodeLoop(world, 0);
    feeds.clear();
    members.clear();
    versions.clear();
    known.forEach(member -> members.put(member.id(), member));
    view = null;
    auditor().restarted(id);
    Router made = new Router(id, this::view, this::ping, loop, world.random, limits());
    router = made;
    loop.post(made::start);
    loop.post(this::tick);
  }

  void kill() {
    up = false;
    loop.kill();
  }

  boolean isUp() {
    return up;
  }

  /// Whether it is up and not paused.
  boolean runs() {
    return up && !loop.isPaused();
  }

  NodeLoop loop() {
    return loop;
  }

  void post(Runnable task) {
    loop.post(task);
  }

  private void tick() {
    cluster.keys.forEach(key -> feed(key).tick());
    loop.schedule(TICK_MS, this::tick);
  }

  RoutedFeed feed(StreamKey key) {
    return feeds.computeIfAbsent(key, _ -> new RoutedFeed(this, key, cluster.watches(id, key)));
  }

  // membership, as far as routing sees it

  /// This node hears of another one's new state; null if it was removed.
  void heard(NodeId who, @Nullable Member member, long version) {
    if (versions.getOrDefault(who, 0L) >= version) {
      return;
    }
    versions.put(who, version);
    if (member == null) {
      members.remove(who);
    } else {
      members.put(who, member);
    }
    view = null;
    router().membersChanged();
  }

  private MemberView view() {
    MemberView present = view;
    if (present == null) {
      present = new MemberView(members.values().stream().map(this::seen).toList(), true);
      view = present;
    }
    return present;
  }

  private Member seen(Member member) {
    NodeRecord node = member.record();
    return switch (bug()) {
      case DRAINS_IGNORED -> new Member(node.with(Phase.SERVING), member.state());
      case OPERATORS_IGNORED ->
          new Member(RoutedCluster.copy(node, List.of(), node.addresses()), member.state());
      case BLIND_TO_HOSTS -> new Member(onOwnHost(node), member.state());
      case NONE,
          NO_PATH_CHECK,
          LONG_WAYS,
          FAILURE_DWELL,
          NO_MANNERS,
          DEAF_PINGS,
          TWO_PULLS,
          SCATTERED_MIDS ->
          member;
    };
  }

  private static NodeRecord onOwnHost(NodeRecord node) {
    Map<String, HostPort> addresses = new TreeMap<>();
    node.addresses()
        .forEach((name, at) -> addresses.put(name, new HostPort("own-" + node.id(), at.port())));
    return RoutedCluster.copy(node, node.operators(), addresses);
  }

  // routing

  Router router() {
    return Objects.requireNonNull(router);
  }

  Following follow(RouteRequest request, Consumer<RouteChange> listener) {
    return router().follow(request, listener);
  }

  private RoutingLimits limits() {
    return switch (bug()) {
      case LONG_WAYS -> RoutingLimits.DEFAULT.withMaxPathNodes(9);
      case NO_PATH_CHECK -> RoutingLimits.DEFAULT.withMaxPathNodes(9);
      case NO_MANNERS -> RoutingLimits.DEFAULT.with(NO_MANNERS);
      case NONE,
          OPERATORS_IGNORED,
          FAILURE_DWELL,
          DRAINS_IGNORED,
          DEAF_PINGS,
          BLIND_TO_HOSTS,
          TWO_PULLS,
          SCATTERED_MIDS ->
          RoutingLimits.DEFAULT;
    };
  }

  int maxPathNodes() {
    return limits().maxPathNodes();
  }

  /// The name by which the router hashes a stream.
  StreamKey routingKey(StreamKey key) {
    return bug() == RoutingBug.SCATTERED_MIDS
        ? StreamKey.of("default/live/" + key.name() + id)
        : key;
  }

  NodeId origin(StreamKey key) {
    return cluster.origin(key);
  }

  RoutePolicy policy(StreamKey key) {
    return cluster.policy(key);
  }

  private void ping(LinkKey link, HostPort at, long timeoutMs, Consumer<PingAnswer> answer) {
    if (bug() == RoutingBug.DEAF_PINGS) {
      loop.schedule(20, () -> answer.accept(new PingAnswer.Answered(20_000, 0, 0, List.of())));
      return;
    }
    boolean[] answered = {false};
    Consumer<PingAnswer> once =
        result -> {
          if (!answered[0]) {
            answered[0] = true;
            answer.accept(result);
          }
        };
    loop.schedule(timeoutMs, () -> once.accept(new PingAnswer.Silent("no answer")));
    long sentMs = world.nowMs();
    NodeLoop mine = loop;
    RoutedNetwork.Line there = new RoutedNetwork.Line(id, link.peer(), link.linkClass());
    RoutedNode other = cluster.node(link.peer());
    cluster.network.send(
        there,
        () ->
            other.receive(() -> {
              List<LinkReport> reports = other.reports();
              cluster.network.send(
                  there.back(),
                  () ->
                      mine.post(() -> {
                        long tookUs = (world.nowMs() - sentMs) * 1_000;
                        once.accept(new PingAnswer.Answered(tookUs, 0, 10, reports));
                      }));
            }));
  }

  /// Told with every fourth answer only, as a real node asks for them now and then.
  private List<LinkReport> reports() {
    return pongs++ % 4 == 0 ? router().links().reports() : List.of();
  }

  private void receive(Runnable task) {
    if (up) {
      loop.post(task);
    }
  }

  // for feeds

  RoutedNetwork.Line line(Way way) {
    return new RoutedNetwork.Line(id, way.node(), way.link().linkClass());
  }

  void send(RoutedNetwork.Line line, NodeId to, StreamKey key, Consumer<RoutedFeed> task) {
    RoutedNode other = cluster.node(to);
    cluster.network.send(line, () -> other.receive(() -> task.accept(other.feed(key))));
  }

  RouteAuditor auditor() {
    return cluster.auditor;
  }

  RoutingBug bug() {
    return cluster.bug;
  }

  long nextNumber() {
    return cluster.nextNumber();
  }

  long nowMs() {
    return world.nowMs();
  }
}
