package dev.freshet.node.playback.hls;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.FrameSubscriber;
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
import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.PackagerHost;
import dev.freshet.node.playback.packaging.WindowRule;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a test says, stamped by a real stream of a real origin and remembered; and packagers that
/// get the stamped frames again, as if they were on other nodes. Simulated loops, no waiting.
final class SyntheticAir implements Publisher {
  /// Keeps everything, so that all of it can be compared.
  static final WindowRule ENDLESS =
      new WindowRule(Long.MAX_VALUE / 4, Integer.MAX_VALUE, Long.MAX_VALUE / 4);

  /// A player's time before RTMP's counter wraps.
  static final long RTMP_WRAP_US = (1L << 32) * 1_000;

  private static final StreamKey KEY = StreamKey.of("default/live/test");
  private static final StreamKey SILENT = StreamKey.of("default/live/silent");
  private static final ServiceConfig SERVICE = ServiceConfig.defaults("default");

  final SimulatedLoops loops = new SimulatedLoops(2, 1);
  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  final List<Frame> frames = new ArrayList<>();
  private StreamRegistry registry = registry("n1");
  private final Stream silent;
  private @Nullable Publication publication;
  private @Nullable Stream heard;
  private final long beganMs;

  SyntheticAir() {
    publish(SILENT, registry);
    silent = Objects.requireNonNull(registry.find(SILENT));
    beganMs = loops.clock().monotonicMs();
  }

  /// A publisher comes, and is let in.
  void publish() {
    publish(KEY, registry);
    Stream stream = Objects.requireNonNull(registry.find(KEY));
    if (!stream.equals(heard)) {
      heard = stream;
      stream.subscribe(new Memory(), Runnable::run, Long.MAX_VALUE / 4);
      loops.runUntilIdle();
    }
  }

  void track(Track track) {
    loops.runOn(0, () -> publication().track(track));
  }

  void frame(RawFrame frame) {
    loops.runOn(
        0,
        () -> {
          publication().frame(frame);
          publication().flush();
        });
    loops.runUntilIdle();
  }

  /// Lets time pass until this moment since the beginning.
  void until(long ms) {
    long passMs = beganMs + ms - loops.clock().monotonicMs();
    if (passMs > 0) {
      loops.stallMs(passMs);
      loops.runUntilIdle();
    }
  }

  /// The publisher goes away and may come back.
  void loseConnection() {
    loops.runOn(0, () -> publication().end(EndReason.CONNECTION_LOST));
    loops.runUntilIdle();
  }

  /// The stream ends; the next publisher begins another epoch.
  void endEpoch(long nowMs) {
    loseConnection();
    until(nowMs + SERVICE.graceMs() + 100);
  }

  /// From now on another node is the origin, and knows nothing of this one.
  void moveOrigin() {
    registry = registry("n2");
  }

  /// A packager that has seen nothing.
  Packager packager(WindowRule rule) {
    List<Loop> all = List.of(loops.loop(0), loops.loop(1));
    PackagerHost host =
        new PackagerHost(
            loops.loop(1)::post,
            loops.clock(),
            all,
            allocator,
            registry.memory(),
            new SegmentCounters(),
            () -> OnAir.LIMITS);
    Packager packager = new Packager(silent, host, rule, 1 << 28);
    loops.runUntilIdle();
    return packager;
  }

  /// Where to go on from `from` next: a few frames on, and never far into another epoch.
  int next(int from, Random random) {
    int to = from + 1;
    int atMost = Math.min(frames.size(), from + 1 + random.nextInt(60));
    while (to < atMost && epoch(to - 1).equals(epoch(Math.max(0, to - 2)))) {
      to++;
    }
    return to;
  }

  private Epoch epoch(int frame) {
    return frames.get(frame).stamp().epoch();
  }

  /// Gives frames `from` to before `to` to a packager.
  void feed(Packager packager, int from, int to) {
    if (from < to) {
      loops.runOn(1, () -> packager.onFrames(frames.subList(from, to)));
      loops.runUntilIdle();
    }
  }

  /// Reads from a packager; null if it is not there.
  byte @Nullable [] read(Packager packager, Function<Packager.Shelf, @Nullable ByteBuf> what) {
    return OnAir.read(loops, packager, what);
  }

  /// Lets go of what was remembered. Packagers are closed before.
  void close() {
    frames.forEach(Frame::release);
    frames.clear();
    loops.runOn(0, () -> publication().end(EndReason.UNPUBLISHED));
    loops.runUntilIdle();
    loops.stallMs(SERVICE.graceMs() + 100);
    loops.runUntilIdle();
  }

  private StreamRegistry registry(String node) {
    return new StreamRegistry(
        new LocalLanding(new NodeId(node), loops.clock()),
        Locator.none(),
        RegistryLimits.DEFAULTS,
        allocator,
        new FanoutCounters(),
        loops.size());
  }

  private void publish(StreamKey key, StreamRegistry origin) {
    PublishRequest request =
        new PublishRequest(key, SERVICE, PublisherIdentity.ANONYMOUS, 0, "test", "x", RTMP_WRAP_US);
    loops.runOn(0, () -> origin.publish(request, this, loops.loop(0), this::answered));
    loops.runUntilIdle();
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

  private final class Memory implements FrameSubscriber {
    @Override
    public void onFrames(List<Frame> found) {
      found.forEach(frame -> frames.add(frame.retain()));
    }

    @Override
    public void onSkipped(long skipped) {
      throw new AssertionError(skipped);
    }

    @Override
    public void onEnd(EndReason reason) {}
  }
}
