package dev.freshet.node.playback.flv;

import static org.awaitility.Awaitility.await;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.contract.time.Clock;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.Locator;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.http.HttpsPort;
import dev.freshet.node.ingest.testcard.TestBroadcast;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.session.Sessions;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The built-in broadcast on a media port with TLS, at [#PATH]. Owned by the test.
final class CardPort implements AutoCloseable {
  static final String PATH = "/live/card.flv";
  private static final StreamKey STREAM = new StreamKey(StreamKey.DEFAULT_SERVICE, "live", "card");

  private final Sessions sessions = new Sessions();
  private final StreamRegistry registry =
      new StreamRegistry(
          new LocalLanding(new NodeId("test"), Clock.system()),
          Locator.none(),
          RegistryLimits.DEFAULTS,
          PooledByteBufAllocator.DEFAULT,
          new FanoutCounters(),
          1);
  private final HttpsPort port;
  private final TestBroadcast broadcast;

  /// @param folder for the certificate
  CardPort(Path folder, Profile profile) throws IOException {
    ServiceTable services = new ServiceTable(List.of(service(profile)), List.of());
    FlvRoute route = new FlvRoute(registry, new PlayGate(registry), () -> services, sessions);
    port = new HttpsPort(folder, NodeLimits.DEFAULTS, route);
    broadcast =
        new TestBroadcast(
            registry,
            STREAM,
            services.defaultService(),
            port.loops().get(0),
            PooledByteBufAllocator.DEFAULT);
    broadcast.start();
  }

  HttpsPort port() {
    return port;
  }

  Sessions sessions() {
    return sessions;
  }

  FanoutCounters counters() {
    return registry.counters();
  }

  /// Ends the stream before its loops: it gives its frames back then.
  @Override
  public void close() {
    broadcast.close();
    await().until(() -> registry.streams().isEmpty());
    port.close();
  }

  private static ServiceConfig service(Profile profile) {
    ServiceConfig all = ServiceConfig.defaults(StreamKey.DEFAULT_SERVICE);
    return new ServiceConfig(
        all.id(),
        all.pushDomains(),
        all.playDomains(),
        profile,
        TakeoverPolicy.REPLACE,
        0,
        0,
        all.waitForPublisherMs(),
        all.maxTracks(),
        all.maxViewersPerStream(),
        all.maxStreams(),
        all.segments());
  }
}
