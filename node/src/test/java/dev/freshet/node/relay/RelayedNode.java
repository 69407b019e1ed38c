package dev.freshet.node.relay;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.testcard.TestCard;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.PackagerHost;
import dev.freshet.node.playback.packaging.WindowRule;
import dev.freshet.node.relay.calls.PeerCalls;
import dev.freshet.node.relay.pull.Pulls;
import dev.freshet.node.relay.pull.StreamFinder;
import dev.freshet.node.relay.serve.RelayProtocol;
import dev.freshet.node.relay.serve.Subscriptions;
import dev.freshet.protocol.relay.ClusterSecret;
import dev.freshet.protocol.relay.RelayIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A node with everything between its publishers and its viewers, on a [RelayNet]. Owned by the
/// test.
final class RelayedNode implements Publisher {
  static final StreamKey KEY = StreamKey.of("default/live/test");
  static final ServiceConfig SERVICE = ServiceConfig.defaults("default");
  static final String SECRET = "a secret that nodes share";
  private static final int FPS = 25;

  final HostPort address;
  final RelayCounters counters = new RelayCounters();
  final FanoutCounters fanout = new FanoutCounters();
  final PeerFaults faults;
  final Pulls pulls;
  final PeerCalls calls;
  final Answers respondent = new Answers();
  final StreamRegistry registry;
  final RelayProtocol protocol;
  final List<OpenAnswer> answers = new ArrayList<>();
  private final List<String> wishes = new ArrayList<>();
  private final RelayNet net;
  private final PackagerHost host;
  private @Nullable Publication publication;
  private @Nullable TestCard card;
  private long beganUs;

  /// @param port of its address, which is its name as well
  /// @param parents ports of the nodes that it asks
  RelayedNode(RelayNet net, int port, int... parents) {
    this(net, port, SECRET, 1, ClusterLimits.DEFAULTS, parents);
  }

  RelayedNode(
      RelayNet net, int port, String secret, int version, ClusterLimits limits, int... parents) {
    this(net, port, secret, version, limits, StreamFinder.of(addresses(parents)));
  }

  /// @param finder knows the nodes that it asks
  RelayedNode(RelayNet net, int port, StreamFinder finder) {
    this(net, port, SECRET, 1, ClusterLimits.DEFAULTS, finder);
  }

  private RelayedNode(
      RelayNet net,
      int port,
      String secret,
      int version,
      ClusterLimits limits,
      StreamFinder finder) {
    this.net = net;
    this.address = address(port);
    faults = new PeerFaults(net.loops.clock());
    NodeId id = new NodeId("n" + port);
    RelayNode node =
        new RelayNode(
            new RelayIdentity(id, port, version, version, List.of(new ClusterSecret(secret))),
            limits,
            faults,
            counters,
            new Random(port));
    pulls = new Pulls(node, finder, net.dialerOf(address), ServiceTable::defaults);
    calls = new PeerCalls(node, net.dialerOf(address), net.loops.loop(1));
    registry =
        new StreamRegistry(
            new LocalLanding(id, net.loops.clock()),
            pulls,
            RegistryLimits.DEFAULTS,
            net.allocator,
            fanout,
            net.loops.size());
    pulls.publishIn(registry);
    protocol =
        new RelayProtocol(
            node, new Subscriptions(node, registry, new PlayGate(registry), pulls), respondent);
    host =
        new PackagerHost(
            net.loops.loop(1)::post,
            net.loops.clock(),
            List.of(net.loops.loop(0), net.loops.loop(1)),
            net.allocator,
            registry.memory(),
            new SegmentCounters(),
            () -> SegmentLimits.DEFAULTS);
    net.listen(address, this);
  }

  private static List<HostPort> addresses(int... ports) {
    List<HostPort> addresses = new ArrayList<>();
    for (int port : ports) {
      addresses.add(address(port));
    }
    return addresses;
  }

  static HostPort address(int port) {
    return new HostPort("node", port);
  }

  /// A publisher comes, and is let in.
  void publish() {
    PublishRequest request =
        new PublishRequest(KEY, SERVICE, PublisherIdentity.ANONYMOUS, 0, "test", "x", 0);
    net.loops.runOn(0, () -> registry.publish(request, this, net.loops.loop(0), this::answered));
    net.settle();
    TestCard painted = new TestCard(0, FPS, net.allocator);
    card = painted;
    beganUs = net.loops.clock().unixUs();
    net.loops.runOn(0, () -> painted.tracks().forEach(publication()::track));
  }

  /// What its publisher was asked for, in order.
  List<String> wishes() {
    return wishes;
  }

  @Override
  public void requestKeyframe() {
    wishes.add("keyframe");
  }

  @Override
  public void targetBitrate(long bitsPerSecond) {
    wishes.add("bitrate " + bitsPerSecond);
  }

  @Override
  public void reconnect() {
    wishes.add("reconnect");
  }

  /// The publisher goes for good.
  void unpublish() {
    net.loops.runOn(0, () -> publication().end(EndReason.UNPUBLISHED));
    net.settle();
  }

  /// Lets time pass, in which the publisher sends.
  void passMs(int ms) {
    for (int i = 0; i < ms; i += 20) {
      net.passMs(20);
      send();
    }
  }

  private void send() {
    TestCard painted = Objects.requireNonNull(card);
    while (painted.nextDtsUs() <= net.loops.clock().unixUs() - beganUs) {
      net.loops.runOn(
          0,
          () -> {
            publication().frame(painted.next());
            publication().flush();
          });
      net.settle();
    }
  }

  /// Somebody asks for the stream.
  void open(int loop) {
    net.loops.runOn(loop, () -> registry.open(KEY, SERVICE, net.loops.loop(loop), answers::add));
  }

  /// Somebody asks for the stream, gets it, and watches.
  Watching watch() {
    open(1);
    net.settle();
    Watching watching = new Watching(net.loops, stream(), net.loops.loop(1));
    net.settle();
    return watching;
  }

  /// Reads the stream's frames.
  Heard hear() {
    Heard heard = new Heard(net.loops.clock());
    stream().subscribe(heard, Runnable::run, Long.MAX_VALUE / 4, Long.MAX_VALUE);
    net.settle();
    return heard;
  }

  Packager packager() {
    return new Packager(stream(), host, new WindowRule(60_000_000, 100, 1 << 28), 1 << 28);
  }

  Stream stream() {
    return Objects.requireNonNull(registry.find(KEY), "no stream at " + address);
  }

  private Publication publication() {
    return Objects.requireNonNull(publication);
  }

  /// Ends what is left.
  void close() {
    registry.streams().forEach(stream -> stream.terminate(EndReason.KICKED));
    calls.close();
    net.settle();
  }

  @Override
  public void ended(EndReason reason) {}

  private void answered(PublishAnswer answer) {
    if (answer instanceof PublishAnswer.Accepted(Publication accepted)) {
      publication = accepted;
    }
  }
}
