package dev.freshet.node.playback.packaging;

import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.MediaMemory;
import dev.freshet.node.metrics.SegmentCounters;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What the packagers of a node share. A value.
///
/// @param pool runs their work, on any thread
/// @param loops that requests come from, by their indexes
/// @param memory told what they hold, and says what they may
/// @param limits asked for each request that waits, and for each packager that starts
public record PackagerHost(
    Executor pool,
    Clock clock,
    List<? extends Loop> loops,
    ByteBufAllocator allocator,
    MediaMemory memory,
    SegmentCounters counters,
    Supplier<SegmentLimits> limits) {
  public PackagerHost {
    loops = List.copyOf(loops);
  }
}
