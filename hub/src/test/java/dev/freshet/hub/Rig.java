package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.WireFormat;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// A node's worth of loops, streams and counted memory, for tests.
final class Rig {
  static final StreamKey KEY = StreamKey.of("default/live/test");

  final SimulatedLoops loops;
  final FanoutCounters counters = new FanoutCounters();
  final UnpooledByteBufAllocator allocator =
      new UnpooledByteBufAllocator(false, true); // metrics are exact, tracking is slow
  final StreamRegistry registry;
  final List<FakeOutput> outputs = new ArrayList<>();

  Rig(int loopCount, long seed) {
    this(new SimulatedLoops(loopCount, seed), RegistryLimits.DEFAULTS);
  }

  Rig(SimulatedLoops loops, RegistryLimits limits) {
    this(loops, limits, new LocalLanding(new NodeId("n1"), loops.clock()));
  }

  Rig(SimulatedLoops loops, RegistryLimits limits, Landing landing) {
    this.loops = loops;
    registry =
        new StreamRegistry(landing, Locator.none(), limits, allocator, counters, loops.size());
  }

  /// A publisher that asks to publish the stream; run the loops for its answer.
  FakePublisher publish(int loop, ServiceConfig service) {
    FakePublisher publisher = new FakePublisher(this, loop, allocator);
    publisher.publish(registry, FakePublisher.request(KEY, service));
    return publisher;
  }

  /// A publisher that is let in.
  FakePublisher accepted(int loop, ServiceConfig service) {
    FakePublisher publisher = publish(loop, service);
    loops.runUntilIdle();
    return publisher;
  }

  Stream stream() {
    Stream stream = registry.find(KEY);
    if (stream == null) {
      throw new AssertionError("no stream " + KEY);
    }
    return stream;
  }

  /// A viewer whose socket takes everything.
  FakeOutput join(int loop, WireFormat format) {
    return join(loop, format, new FakeOutput(Long.MAX_VALUE / 2));
  }

  FakeOutput join(int loop, WireFormat format, FakeOutput output) {
    Stream stream = stream();
    loops.runOn(
        loop, () -> output.serve(stream.join(loops.loop(loop), format, output, StartAt.NEWEST)));
    outputs.add(output);
    return output;
  }

  /// Every buffer was given back, each exactly once.
  void assertNothingLeaked() {
    assertThat(registry.memory().logBytes()).as("bytes in logs").isZero();
    assertThat(allocator.metric().usedHeapMemory()).as("heap buffers").isZero();
    assertThat(allocator.metric().usedDirectMemory()).as("direct buffers").isZero();
  }
}
