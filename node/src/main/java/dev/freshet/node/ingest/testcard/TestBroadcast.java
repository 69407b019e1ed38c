package dev.freshet.node.ingest.testcard;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.RawFrame;
import dev.freshet.media.testcard.TestCard;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The test card on air: painted and coded on a thread of its own, in real time, and published on a
/// loop like any other stream. Started and closed by the program.
public final class TestBroadcast implements Publisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TestBroadcast.class);
  private static final int FPS = 25;

  private final StreamRegistry registry;
  private final PublishRequest request;
  private final Loop loop;
  private final Clock clock;
  private final ByteBufAllocator allocator;
  private volatile boolean closed;
  private volatile @Nullable Thread painter;

  public TestBroadcast(
      StreamRegistry registry,
      StreamKey key,
      ServiceConfig service,
      Loop loop,
      ByteBufAllocator allocator) {
    this.registry = registry;
    this.request =
        new PublishRequest(
            key, service, PublisherIdentity.ANONYMOUS, 0, "test-card", "built in", 0);
    this.loop = loop;
    this.clock = loop.clock();
    this.allocator = allocator;
  }

  /// Goes on air.
  public void start() {
    loop.post(() -> registry.publish(request, this, loop, this::answered));
  }

  @Override
  public void ended(EndReason reason) {
    LOG.info("test broadcast ended stream={} reason={}", request.key(), reason.label());
    closed = true;
  }

  /// Goes off air. Returns when the painter has posted its last frame, so that the loop may be
  /// closed; not to be called on the loop.
  @Override
  public void close() {
    closed = true;
    Thread painting = painter;
    if (painting != null) {
      LockSupport.unpark(painting);
      try {
        painting.join();
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void answered(PublishAnswer answer) {
    switch (answer) {
      case PublishAnswer.Accepted(Publication accepted) ->
          painter = Thread.ofPlatform().daemon().name("test-card").start(() -> paint(accepted));
      case PublishAnswer.Refused(var refusal) ->
          LOG.warn("test broadcast refused stream={} reason={}", request.key(), refusal.detail());
    }
  }

  /// Paints one frame after the other, each when it is due.
  private void paint(Publication accepted) {
    long startUnixUs =
        clock.unixUs() / 1_000_000 * 1_000_000 + 1_000_000; // keyframes at full seconds
    TestCard card = new TestCard(startUnixUs, FPS, allocator);
    loop.post(() -> card.tracks().forEach(accepted::track));
    while (!closed) {
      long dueUs = startUnixUs + card.nextDtsUs() - clock.unixUs();
      if (dueUs > 0) {
        LockSupport.parkNanos(dueUs * 1_000);
      } else {
        RawFrame frame = card.next();
        loop.post(() -> publish(accepted, frame));
      }
    }
    loop.post(() -> accepted.end(EndReason.UNPUBLISHED));
  }

  private static void publish(Publication accepted, RawFrame frame) {
    accepted.frame(frame);
    accepted.flush();
  }
}
