package dev.freshet.node.playback.hls;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.Locator;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.testcard.TestCard;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.PackagerHost;
import dev.freshet.node.playback.packaging.WindowRule;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The test card on air, and a packager of it, on simulated loops: pictures and sound that decode,
/// without waiting.
public final class OnAir implements Publisher {
  private static final int FPS = 25;
  private static final StreamKey KEY = StreamKey.of("default/live/test");

  /// The usual ones, but who asks for nothing is forgotten soon.
  static final SegmentLimits LIMITS =
      new SegmentLimits(100_000, 5_000, 50_000, 20_000, 5_000, 5_000, 60);

  public final SimulatedLoops loops = new SimulatedLoops(2, 1);
  public final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  final StreamRegistry registry =
      new StreamRegistry(
          new LocalLanding(new NodeId("n1"), loops.clock()),
          Locator.none(),
          RegistryLimits.DEFAULTS,
          allocator,
          new FanoutCounters(),
          loops.size());
  final SegmentCounters counters = new SegmentCounters();
  SegmentLimits limits = LIMITS;
  ServiceConfig service = ServiceConfig.defaults("default");

  /// Packagers work on the second loop.
  final PackagerHost host =
      new PackagerHost(
          loops.loop(1)::post,
          loops.clock(),
          List.of(loops.loop(0), loops.loop(1)),
          allocator,
          registry.memory(),
          counters,
          () -> limits);

  private @Nullable Publication publication;
  private @Nullable TestCard card;
  private long beganUs;

  /// A publisher comes, and is let in.
  public void publish() {
    PublishRequest request =
        new PublishRequest(KEY, service, PublisherIdentity.ANONYMOUS, 0, "test", "x", 0);
    loops.runOn(0, () -> registry.publish(request, this, loops.loop(0), this::answered));
    loops.runUntilIdle();
    TestCard painted = new TestCard(0, FPS, allocator);
    card = painted;
    beganUs = loops.clock().unixUs();
    loops.runOn(0, () -> painted.tracks().forEach(publication()::track));
  }

  /// From the next publisher on, segments are offered so.
  void segments(SegmentConfig config) {
    ServiceConfig all = service;
    service =
        new ServiceConfig(
            all.id(),
            all.pushDomains(),
            all.playDomains(),
            all.profile(),
            all.takeover(),
            all.graceMs(),
            all.lingerMs(),
            all.waitForPublisherMs(),
            all.maxTracks(),
            all.maxViewersPerStream(),
            all.maxStreams(),
            config);
  }

  /// The publisher goes away and may come back.
  public void loseConnection() {
    loops.runOn(0, () -> publication().end(EndReason.CONNECTION_LOST));
    loops.runUntilIdle();
  }

  /// The publisher goes, and does not come back while the stream waits for it.
  public void unpublish() {
    loops.runOn(0, () -> publication().end(EndReason.UNPUBLISHED));
    loops.advanceMs(service.graceMs() + 100);
  }

  /// Lets time pass, in which the publisher sends.
  public void passMs(int ms) {
    loops.advanceMs(ms);
    TestCard painted = Objects.requireNonNull(card);
    while (painted.nextDtsUs() <= loops.clock().unixUs() - beganUs) {
      loops.runOn(
          0,
          () -> {
            publication().frame(painted.next());
            publication().flush();
          });
      loops.runUntilIdle();
    }
  }

  /// Lets time pass while nothing is sent.
  public void passNothingMs(int ms) {
    loops.advanceMs(ms);
  }

  public Stream stream() {
    return Objects.requireNonNull(registry.find(KEY));
  }

  public Packager packager() {
    WindowRule rule = new WindowRule(8_000_000, 60, 1 << 28);
    Packager packager = new Packager(stream(), host, rule, 1 << 28);
    loops.runUntilIdle();
    return packager;
  }

  /// Reads from a packager; null if it is not there.
  public byte @Nullable [] read(
      Packager packager, Function<Packager.Shelf, @Nullable ByteBuf> what) {
    return read(loops, packager, what);
  }

  static byte @Nullable [] read(
      SimulatedLoops loops, Packager packager, Function<Packager.Shelf, @Nullable ByteBuf> what) {
    AtomicReference<byte @Nullable []> bytes = new AtomicReference<>();
    packager.read(
        loops.loop(0),
        what,
        found -> {
          if (found != null) {
            bytes.set(ByteBufUtil.getBytes(found));
            found.release();
          }
        });
    loops.runUntilIdle();
    return bytes.get();
  }

  private Publication publication() {
    return Objects.requireNonNull(publication);
  }

  @Override
  public void ended(EndReason reason) {}

  private void answered(PublishAnswer answer) {
    if (answer instanceof PublishAnswer.Accepted(Publication accepted)) {
      publication = accepted;
    }
  }
}
