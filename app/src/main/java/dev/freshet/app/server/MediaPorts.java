package dev.freshet.app.server;

import dev.freshet.app.config.ConfigReload;
import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.contract.time.Clock;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.http.HealthRoute;
import dev.freshet.node.http.HttpProtocol;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.ingest.rtmp.RtmpIngest;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.net.Door;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.net.Tls;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.playback.dash.DashRoute;
import dev.freshet.node.playback.dash.DashTexts;
import dev.freshet.node.playback.flv.FlvRoute;
import dev.freshet.node.playback.hls.HlsRoute;
import dev.freshet.node.playback.hls.HlsTexts;
import dev.freshet.node.playback.packaging.PackagerHost;
import dev.freshet.node.playback.packaging.Packagers;
import dev.freshet.node.playback.rtmp.RtmpPlayback;
import dev.freshet.node.playback.segments.SegmentSessions;
import dev.freshet.node.playback.segments.SessionRoute;
import dev.freshet.node.playback.segments.SessionStart;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.node.playback.watch.ClockRoute;
import dev.freshet.node.playback.watch.InfoRoute;
import dev.freshet.node.playback.watch.PageRoute;
import dev.freshet.node.playback.watch.ReportRoute;
import dev.freshet.node.playback.watch.ViewerReports;
import dev.freshet.node.rtmp.RtmpProtocol;
import dev.freshet.node.secret.SecretFile;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import dev.freshet.web.player.PlayerPage;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ports that carry media, wired: what each of them speaks, and who answers. Used by [Server]
/// alone.
final class MediaPorts {
  /// Signs the sessions of a node that no cluster gave a secret; they outlive a restart.
  private static final String SECRET_FILE = "session-secret";

  private final ConfigReload config;
  private final Clock clock;
  private final Loops loops;
  private final Door.House house;
  private final Sessions sessions;
  private final StreamRegistry registry;
  private final PlayGate gate;
  private final List<TcpListener> listeners = new ArrayList<>();

  MediaPorts(
      ConfigReload config,
      Clock clock,
      Loops loops,
      Door.House house,
      Sessions sessions,
      StreamRegistry registry,
      MeterRegistry meters,
      CompletableFuture<PlayerPage> page,
      BooleanSupplier draining,
      @Nullable Tls tls)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.loops = loops;
    this.house = house;
    this.sessions = sessions;
    this.registry = registry;
    this.gate = new PlayGate(registry);
    List<HttpRoute> routes = routes(new ViewerReports(meters), page, draining);
    addRtmp(MediaPort.RTMP, ListenPort.RTMP, null);
    addRtmp(MediaPort.RTMPS, ListenPort.RTMPS, tls);
    addHttp(MediaPort.HTTP, ListenPort.HTTP, routes, null);
    addHttp(MediaPort.HTTPS, ListenPort.HTTPS, routes, tls);
  }

  /// The ports that are configured, in the order in which they open.
  List<TcpListener> listeners() {
    return List.copyOf(listeners);
  }

  /// The port that this listener got, or 0 if there is no such listener.
  int portOf(String name) {
    for (TcpListener listener : listeners) {
      if (listener.name().equals(name)) {
        return listener.boundAddress().getPort();
      }
    }
    return 0;
  }

  private void addRtmp(MediaPort port, ListenPort listen, @Nullable Tls tls) {
    Supplier<ServiceTable> services = () -> config.current().services();
    Supplier<NodeLimits> limits = () -> config.current().limits();
    HostPort address = config.current().listen().get(listen);
    if (address != null) {
      RtmpIngest ingest = new RtmpIngest(registry, services, limits, sessions, house.counters());
      RtmpPlayback playback = new RtmpPlayback(gate, services, sessions);
      RtmpProtocol protocol =
          new RtmpProtocol(
              loops, clock, limits, house.faults(), new SecureRandom(), ingest, playback, tls);
      listeners.add(new TcpListener(door(port), address, loops, protocol));
    }
  }

  private void addHttp(
      MediaPort port, ListenPort listen, List<HttpRoute> routes, @Nullable Tls tls) {
    HostPort address = config.current().listen().get(listen);
    if (address != null) {
      HttpProtocol protocol =
          new HttpProtocol(
              routes, () -> config.current().limits(), house.faults(), tls, this::endHttpViewers);
      listeners.add(new TcpListener(door(port), address, loops, protocol));
    }
  }

  /// In the order in which they are asked.
  private List<HttpRoute> routes(
      ViewerReports reports, CompletableFuture<PlayerPage> page, BooleanSupplier draining)
      throws IOException {
    Supplier<ServiceTable> services = () -> config.current().services();
    List<HttpRoute> routes = new ArrayList<>();
    routes.add(new FlvRoute(registry, gate, services, sessions));
    addSegmented(routes, services);
    routes.add(new InfoRoute(registry, services, this::advertisedRtmpPort));
    routes.add(new ReportRoute(reports));
    routes.add(new ClockRoute(clock));
    routes.add(new HealthRoute(draining));
    routes.add(new PageRoute(page.join(), services));
    return routes;
  }

  /// HLS and DASH, of the same segments.
  private void addSegmented(List<HttpRoute> routes, Supplier<ServiceTable> services)
      throws IOException {
    Supplier<SegmentLimits> limits = () -> config.current().segmentLimits();
    SegmentCounters counters = house.counters().segments;
    SessionToken.Signer signer = new SessionToken.Signer(secret());
    SegmentSessions viewers =
        new SegmentSessions(
            sessions, gate, signer, new SecureRandom(), counters, limits, loops.get(0));
    Packagers packagers = packagers(counters, limits);
    registry.onLive(packagers::wentLive);
    SessionStart start = new SessionStart(gate, packagers, viewers, counters);
    routes.add(new HlsRoute(start, services));
    routes.add(new DashRoute(start, services));
    routes.add(
        new SessionRoute(
            registry,
            services,
            packagers,
            viewers,
            counters,
            List.of(new HlsTexts(), new DashTexts())));
  }

  private Packagers packagers(SegmentCounters counters, Supplier<SegmentLimits> limits) {
    return new Packagers(
        new PackagerHost(
            packagingPool(),
            clock,
            loops.all(),
            PooledByteBufAllocator.DEFAULT,
            registry.memory(),
            counters,
            limits));
  }

  private String secret() throws IOException {
    String shared = config.current().cluster().secret();
    return shared.isEmpty()
        ? SecretFile.in(config.current().dataDir().resolve(SECRET_FILE), new SecureRandom())
        : shared;
  }

  private static Executor packagingPool() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().daemon().name("packager-", 0).factory());
  }

  private int advertisedRtmpPort() {
    HostPort advertised = config.current().advertise().get(MediaPort.RTMP);
    return advertised == null ? portOf(MediaPort.RTMP.key()) : advertised.port();
  }

  private Door door(MediaPort port) {
    FreshetConfig now = config.current();
    return new Door(house, port, now.proxy().protocol().contains(port));
  }

  private void endHttpViewers() {
    for (Session session : sessions.all()) {
      if (session.role() == Session.Role.VIEWER && session.protocol().endsWith("flv")) {
        session.end(EndReason.DRAINING);
      }
    }
  }
}
