package dev.freshet.node.playback.packaging;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Stream;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The packagers of this node, one a stream: started by the first request, stopped when nobody has
/// asked for a while. Thread-safe.
public final class Packagers {
  /// A packager of which nobody asked anything for this long is stopped, in ms.
  private static final long IDLE_MS = 30_000;

  private static final int LOOK_EVERY_MS = 2_000;

  private final ConcurrentHashMap<StreamKey, Packager> packagers = new ConcurrentHashMap<>();
  private final Executor pool;
  private final Clock clock;
  private final List<? extends Loop> loops;
  private final ByteBufAllocator allocator;

  /// @param pool runs the packagers' work
  /// @param loops that requests come from
  public Packagers(
      Executor pool, Clock clock, List<? extends Loop> loops, ByteBufAllocator allocator) {
    this.pool = pool;
    this.clock = clock;
    this.loops = loops;
    this.allocator = allocator;
    loops.getFirst().post(this::look);
  }

  /// The packager of this stream, started if there is none.
  public Packager of(Stream stream) {
    Packager packager =
        packagers.compute(
            stream.key(),
            (_, present) -> {
              if (present != null && present.packages(stream)) {
                return present;
              }
              if (present != null) {
                present.close(); // of an earlier stream of this name
              }
              return start(stream);
            });
    packager.asked();
    return packager;
  }

  /// The packager of this stream, or null if nobody asked for it lately.
  public @Nullable Packager find(StreamKey key) {
    Packager packager = packagers.get(key);
    if (packager != null) {
      packager.asked();
    }
    return packager;
  }

  /// How many there are.
  public int count() {
    return packagers.size();
  }

  private Packager start(Stream stream) {
    Profile profile = stream.service().profile();
    long listedUs = Math.max(6_000_000L, 6_000L * profile.segmentMs());
    WindowRule rule = new WindowRule(listedUs, 60, 4L * profile.replayWindowBytes());
    long maxPendingBytes = 2L * profile.replayWindowBytes(); // the log comes at once
    return new Packager(stream, pool, clock, loops, allocator, rule, maxPendingBytes);
  }

  private void look() {
    long nowNs = clock.nanoTime();
    for (Packager packager : packagers.values()) {
      if (nowNs - packager.askedNs() > IDLE_MS * 1_000_000
          && packagers.remove(packager.key(), packager)) {
        packager.close();
      }
    }
    loops.getFirst().schedule(LOOK_EVERY_MS, this::look);
  }
}
