package dev.freshet.app.server;

import dev.freshet.app.cluster.ClusterNode;
import dev.freshet.app.cluster.ClusterStart;
import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.app.config.FreshetConfig.TransportChoice;
import dev.freshet.app.log.Logs;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Clock;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.admin.AdminServer;
import dev.freshet.node.admin.AdminToken;
import dev.freshet.node.admin.LoadStatus;
import dev.freshet.node.admin.LocalView;
import dev.freshet.node.admin.NodeMeters;
import dev.freshet.node.admin.NodeStatus;
import dev.freshet.node.admin.ReloadOutcome;
import dev.freshet.node.ingest.testcard.TestBroadcast;
import dev.freshet.node.load.LoadWatch;
import dev.freshet.node.load.MemoryUse;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.net.CertificateWatch;
import dev.freshet.node.net.CertificateWatch.PemFiles;
import dev.freshet.node.net.ConnectionLimiter;
import dev.freshet.node.net.Door;
import dev.freshet.node.net.Listener;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.net.Tls;
import dev.freshet.node.net.Transport;
import dev.freshet.node.net.TrustedProxies;
import dev.freshet.node.relay.Respondent;
import dev.freshet.node.relay.pull.StreamFinder;
import dev.freshet.node.session.Sessions;
import dev.freshet.web.player.PlayerPage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node. Everything is wired here, top to bottom, by plain constructors. Owned by the
/// command that runs it: starts it, drains it, closes it, from one thread.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final ConfigReload config;
  private final Consumer<String> announce;
  private final Clock clock = Clock.system();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final CompletableFuture<PlayerPage> page =
      CompletableFuture.supplyAsync(PlayerPage::load, background);
  private final Loops loops;
  private final Door.House house;
  private final Sessions sessions = new Sessions();
  private final StreamRegistry registry;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LoadWatch load;
  private final MediaPorts ports;
  private final @Nullable CertificateWatch certificates;
  private final @Nullable ClusterNode cluster; // null: alone
  private final RelayPort relay;
  private final List<Listener> listeners = new ArrayList<>();
  private @Nullable TestBroadcast broadcast;
  private final NodeId id;
  private volatile boolean draining;
  private volatile Runnable endAsked = () -> {};

  /// Wires the node; nothing listens yet.
  ///
  /// @param announce gets a line for each listener, and the last one, `ready`
  /// @throws IOException if a file that the configuration names cannot be used
  public Server(ConfigReload config, Consumer<String> announce) throws IOException {
    this.config = config;
    this.announce = announce;
    FreshetConfig now = config.current();
    Logs.apply(now.log());
    Logs.bridge();
    Tls tls =
        now.tls().isEmpty()
            ? null
            : new Tls(now.tls().get().certificate(), now.tls().get().key(), background);
    id = NodeName.of(now.node().id());
    loops = Loops.start("media", transport(now.node().transport()), now.node().loops(), clock);
    house =
        new Door.House(
            new TrustedProxies(now.proxy().trusted()),
            new ConnectionLimiter(() -> config.current().limits()),
            () -> config.current().limits(),
            new NodeCounters(),
            new PeerFaults(clock));
    certificates =
        tls == null ? null : new CertificateWatch(tls, files(now.tls().get()), house.counters());
    long bootId = new SecureRandom().nextLong() & Long.MAX_VALUE;
    cluster = cluster(now, new ClusterStart(now, id, bootId));
    relay =
        new RelayPort(
            now,
            RelayPort.identity(id, bootId, now.cluster().secret()),
            cluster == null ? StreamFinder.of(now.cluster().parents()) : cluster.finder(),
            loops,
            house,
            () -> config.current().services(),
            background);
    if (cluster != null) {
      cluster.connect(relay.pulls(), relay.openCalls());
    }
    registry =
        new StreamRegistry(
            cluster == null ? new LocalLanding(id, clock) : cluster.landing(),
            relay.locator(),
            now.streamLimits(),
            PooledByteBufAllocator.DEFAULT,
            new FanoutCounters(),
            loops.size());
    load =
        new LoadWatch(
            loops.all(),
            registry,
            clock,
            () -> new MemoryUse(PooledByteBufAllocator.DEFAULT),
            () -> config.current().overload());
    ports =
        new MediaPorts(
            config, clock, loops, house, sessions, registry, meters, page, () -> draining, tls);
    listeners.addAll(ports.listeners());
    TcpListener nodes =
        relay.open(
            registry, cluster == null ? Respondent.none() : cluster.respondent(this::loadPermille));
    if (nodes != null) {
      listeners.add(nodes);
    }
    addAdmin(now);
    config.onChange(this::changed);
  }

  private @Nullable ClusterNode cluster(FreshetConfig now, ClusterStart start) throws IOException {
    return now.cluster().etcd().endpoints().isEmpty()
        ? null
        : new ClusterNode(start, clock, house.counters().cluster);
  }

  private void addAdmin(FreshetConfig now) throws IOException {
    HostPort address = now.listen().get(ListenPort.ADMIN);
    if (address != null) {
      Path file = now.dataDir().resolve("admin-token");
      boolean isNew = !Files.exists(file);
      AdminToken token = AdminToken.in(file, new SecureRandom());
      if (isNew) {
        announce.accept("administrator's token: made in " + file.toAbsolutePath().normalize());
      }
      NodeMeters page =
          new NodeMeters(meters, registry, sessions, house.counters(), house.faults(), load::load);
      listeners.add(new AdminServer(address, view(), token, page::page));
    }
  }

  private LocalView view() {
    LocalView.Program program =
        new LocalView.Program(
            id.toString(),
            this::status,
            () -> config.current().services(),
            this::reload,
            relay::status,
            () -> draining,
            () -> endAsked.run());
    return new LocalView(program, registry, sessions);
  }

  private NodeStatus status() {
    FreshetConfig.NodeConfig node = config.current().node();
    Map<String, String> addresses = new LinkedHashMap<>();
    listeners.forEach(listener -> addresses.put(listener.name(), text(listener)));
    return new NodeStatus(
        id.toString(),
        "",
        node.tier().name().toLowerCase(Locale.ROOT),
        node.region(),
        ProcessAge.ms(),
        0,
        0,
        0,
        LoadStatus.of(load.load()),
        addresses,
        cluster == null ? List.of() : cluster.links());
  }

  private int loadPermille() {
    return (int) Math.min(1_000, Math.round(load.load().number() * 1_000));
  }

  /// Calls `ask` when an administrator wants the node to leave.
  public void onEndAsked(Runnable ask) {
    endAsked = ask;
  }

  private static Transport transport(TransportChoice choice) throws IOException {
    Transport transport =
        switch (choice) {
          case AUTO -> Transport.best();
          case EPOLL -> Transport.EPOLL;
          case IO_URING -> Transport.IO_URING;
          case NIO -> Transport.NIO;
        };
    if (!transport.available()) {
      throw new IOException(
          "node.transport: "
              + choice
              + " is not available on this machine (expected: auto or nio)");
    }
    return transport;
  }

  /// Opens every port and prints one line for each, and at last `ready`.
  ///
  /// @throws IOException if a port cannot be had
  public void start() throws IOException {
    for (Listener listener : listeners) {
      listener.start();
      announce.accept(listener.name() + " listening on " + text(listener));
    }
    if (cluster != null) {
      Map<String, InetSocketAddress> bound = new LinkedHashMap<>();
      listeners.forEach(listener -> bound.put(listener.name(), listener.boundAddress()));
      cluster.start(bound);
    }
    config.warnings().forEach(warning -> announce.accept("warning: " + warning));
    Reachability.warnings(config.current())
        .forEach(warning -> announce.accept("warning: " + warning));
    announce.accept("ready in " + ProcessAge.ms() + " ms");
    load.start();
    if (certificates != null) {
      certificates.start(background);
    }
  }

  private static String text(Listener listener) {
    var bound = listener.boundAddress();
    String host = bound.getAddress().getHostAddress();
    return new HostPort(host.equals("0:0:0:0:0:0:0:0") ? "::" : host, bound.getPort()).toString();
  }

  /// Puts the built-in test card on air. After [#start].
  public void broadcastTestCard(StreamKey stream) {
    ServiceConfig service = config.current().services().defaultService();
    broadcast =
        new TestBroadcast(registry, stream, service, loops.get(0), PooledByteBufAllocator.DEFAULT);
    broadcast.start();
  }

  /// The port that a media listener got, 0 if it is off. After [#start].
  public int port(MediaPort port) {
    for (Listener listener : listeners) {
      if (listener.name().equals(port.key())) {
        return listener.boundAddress().getPort();
      }
    }
    return 0;
  }

  /// Reads the configuration again and logs what came of it.
  public ReloadOutcome reload() {
    ReloadOutcome outcome = config.reload();
    switch (outcome) {
      case ReloadOutcome.Refused(List<String> problems) ->
          problems.forEach(problem ->
              LOG.atError().addKeyValue("problem", problem).log("configuration not reloaded"));
      case ReloadOutcome.Reloaded(List<String> applied, List<String> pending) ->
          LOG.atInfo()
              .addKeyValue("applied", applied)
              .addKeyValue("atNextStart", pending)
              .log("configuration reloaded");
    }
    return outcome;
  }

  private void changed(FreshetConfig now) {
    Logs.apply(now.log());
    if (certificates != null && now.tls().isPresent()) {
      certificates.take(files(now.tls().get()));
    }
  }

  private static PemFiles files(FreshetConfig.TlsConfig tls) {
    return new PemFiles(tls.certificate(), tls.key());
  }

  /// Lets nobody in any more and waits until the last client is gone, at most `drainTimeout`.
  public void drain() {
    draining = true;
    int timeoutMs = config.current().drainTimeoutMs();
    LOG.atInfo()
        .addKeyValue("sessions", sessions.count())
        .addKeyValue("timeoutMs", timeoutMs)
        .log("draining");
    if (cluster != null) {
      cluster.drain();
    }
    registry.drain();
    CompletableFuture<?>[] drained =
        listeners.stream()
            .map(listener -> listener.drain().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(drained).get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      LOG.atWarn().addKeyValue("sessions", sessions.count()).log("drain timed out");
    } catch (ExecutionException failed) {
      LOG.error("drain failed", failed.getCause());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes whatever is left.
  @Override
  public void close() {
    if (broadcast != null) {
      broadcast.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    listeners.forEach(Listener::close);
    relay.close();
    load.close();
    if (certificates != null) {
      certificates.close();
    }
    loops.close();
    background.shutdownNow();
  }
}
