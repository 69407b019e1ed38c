package dev.freshet.app.server;

import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.Locator;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.admin.StreamStatus;
import dev.freshet.node.net.ConnectionLimiter;
import dev.freshet.node.net.Door;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.Respondent;
import dev.freshet.node.relay.calls.PeerCalls;
import dev.freshet.node.relay.dial.NettyDialer;
import dev.freshet.node.relay.pull.Pulls;
import dev.freshet.node.relay.pull.StreamFinder;
import dev.freshet.node.relay.serve.RelayProtocol;
import dev.freshet.node.relay.serve.Subscriptions;
import dev.freshet.protocol.relay.ClusterSecret;
import dev.freshet.protocol.relay.RelayIdentity;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What this node has to do with others, wired: the port where they ask it, and whom it asks. Used
/// by [Server] alone.
final class RelayPort implements AutoCloseable {
  private final FreshetConfig config;
  private final Loops loops;
  private final Door.House house;
  private final RelayNode node;
  private final Pulls pulls;
  private final Executor background;
  private @Nullable Loops quiet; // carries no media: a full socket delays no question
  private @Nullable PeerCalls calls;

  /// @param finder knows whom to ask for streams
  /// @param background may be blocked
  RelayPort(
      FreshetConfig config,
      RelayIdentity identity,
      StreamFinder finder,
      Loops loops,
      Door.House house,
      Supplier<ServiceTable> services,
      Executor background) {
    this.config = config;
    this.loops = loops;
    this.house = house;
    this.background = background;
    FreshetConfig.ClusterConfig cluster = config.cluster();
    SecureRandom random = new SecureRandom();
    node =
        new RelayNode(identity, cluster.limits(), house.faults(), house.counters().relay, random);
    pulls =
        new Pulls(
            node,
            finder,
            new NettyDialer(loops, background, cluster.limits().handshakeTimeoutMs()),
            services);
  }

  /// Who a node says that it is.
  static RelayIdentity identity(NodeId id, long boot, String secret) {
    List<ClusterSecret> secrets = secret.isEmpty() ? List.of() : List.of(new ClusterSecret(secret));
    return new RelayIdentity(id, boot, RelayIdentity.VERSION, RelayIdentity.VERSION, secrets);
  }

  /// Finds streams that are not published here.
  Locator locator() {
    FreshetConfig.ClusterConfig cluster = config.cluster();
    boolean alone = cluster.parents().isEmpty() && cluster.etcd().endpoints().isEmpty();
    return alone ? Locator.none() : pulls;
  }

  /// Tells an administrator by which ways a stream comes.
  boolean status(StreamKey key, Consumer<StreamStatus.RelayStatus> answer) {
    return pulls.status(
        key,
        status ->
            answer.accept(
                new StreamStatus.RelayStatus(
                    name(status.parent()),
                    name(status.standby()),
                    status.path().stream().map(NodeId::value).toList())));
  }

  private static String name(@Nullable NodeId node) {
    return node == null ? "" : node.value();
  }

  Pulls pulls() {
    return pulls;
  }

  /// Begins to ask other nodes, on a loop of its own. Called once at most.
  PeerCalls openCalls() {
    Loops own = Loops.start("calls", loops.transport(), 1, loops.get(0).clock());
    NettyDialer dialer =
        new NettyDialer(own, background, config.cluster().limits().handshakeTimeoutMs());
    PeerCalls opened = new PeerCalls(node, dialer, own.get(0));
    quiet = own;
    calls = opened;
    return opened;
  }

  @Override
  public void close() {
    if (calls != null) {
      calls.close();
    }
    if (quiet != null) {
      quiet.close();
    }
  }

  /// Pulled streams are published in `registry`, and those in it are given to other nodes.
  ///
  /// @param respondent answers other nodes' questions
  /// @return the port for that, or null if it is off
  @Nullable TcpListener open(StreamRegistry registry, Respondent respondent) {
    pulls.publishIn(registry);
    HostPort address = config.listen().get(ListenPort.RELAY);
    if (address == null) {
      return null;
    }
    Subscriptions subscriptions = new Subscriptions(node, registry, new PlayGate(registry), pulls);
    boolean proxied = config.proxy().protocol().contains(MediaPort.RELAY);
    Door door = new Door(nodesOnly(), MediaPort.RELAY, proxied);
    return new TcpListener(
        door, address, loops, new RelayProtocol(node, subscriptions, respondent));
  }

  /// Clients' limits are not for nodes, each of which has a connection for each stream.
  private Door.House nodesOnly() {
    NodeLimits all = NodeLimits.DEFAULTS;
    int most = Integer.MAX_VALUE;
    NodeLimits unlimited =
        new NodeLimits(
            config.cluster().limits().handshakeTimeoutMs(),
            all.headerTimeoutMs(),
            all.idleTimeoutMs(),
            all.maxHeaderBytes(),
            all.maxMessageBytes(),
            all.maxChunkBytes(),
            all.maxChunkStreams(),
            all.maxMetadataBytes(),
            most,
            most,
            all.maxBytesInFlight(),
            all.maxConcurrentRequests(),
            all.maxControlFrames());
    return new Door.House(
        house.proxies(),
        new ConnectionLimiter(() -> unlimited), // cluster.maxConnections is the protocol's
        () -> unlimited,
        house.counters(),
        house.faults());
  }
}
