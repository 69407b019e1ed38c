package dev.freshet.node.playback.packaging;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.Stream;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The packagers of this node, one a stream: started by the first request, or with the stream where
/// its service wants that; stopped when nobody has asked for a while. Thread-safe.
public final class Packagers {
  /// What became of a request for a packager.
  public sealed interface Answer {
    /// It is there.
    record Ready(Packager packager) implements Answer {}

    /// There are too many.
    record Refused(Refusal refusal) implements Answer {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(Packagers.class);
  private static final int LOOK_EVERY_MS = 2_000;

  private final ConcurrentHashMap<StreamKey, Packager> packagers = new ConcurrentHashMap<>();
  private final PackagerHost host;

  /// Idle ones are looked for on the first loop of `host`.
  public Packagers(PackagerHost host) {
    this.host = host;
    host.loops().getFirst().post(this::look);
  }

  /// The packager of this stream, started if there is none.
  public Answer of(Stream stream) {
    return of(stream, "request");
  }

  /// The packager of this stream, or null if nobody asked for it lately.
  public @Nullable Packager find(StreamKey key) {
    Packager packager = packagers.get(key);
    if (packager != null) {
      packager.asked();
    }
    return packager;
  }

  /// A stream goes on air: if its service wants that, its segments are made from now on.
  public void wentLive(Stream stream) {
    if (stream.service().segments().warm()
        && of(stream, "warm") instanceof Answer.Refused(Refusal refusal)) {
      LOG.warn("packager not started stream={} reason=\"{}\"", stream.key(), refusal.detail());
    }
  }

  private Answer of(Stream stream, String reason) {
    AtomicReference<@Nullable Refusal> refused = new AtomicReference<>();
    Packager packager =
        packagers.compute(
            stream.key(),
            (_, present) -> {
              if (present != null && present.packages(stream)) {
                return present;
              }
              if (present != null) {
                stop(present, "replaced"); // of an earlier stream of this name
              }
              refused.set(oneMore());
              return refused.get() == null ? start(stream, reason) : null;
            });
    if (packager == null) {
      host.counters().packagersRefused.increment();
      return new Answer.Refused(Objects.requireNonNull(refused.get()));
    }
    packager.asked();
    return new Answer.Ready(packager);
  }

  private @Nullable Refusal oneMore() {
    int most = host.limits().get().maxPackagers();
    if (host.counters().packagers.get() >= most) {
      return full("limits.maxPackagers (%d)".formatted(most));
    }
    return host.memory().isFullOfSegments()
        ? full("overload.segmentMemory (%d MiB)".formatted(host.memory().maxSegmentBytes() >> 20))
        : null;
  }

  private static Refusal full(String limit) {
    return new Refusal(Refusal.Reason.LIMIT, limit + " is reached on this node");
  }

  private Packager start(Stream stream, String reason) {
    Profile profile = stream.service().profile();
    SegmentConfig config = stream.service().segments();
    LOG.info("packager started stream={} reason={}", stream.key(), reason);
    WindowRule rule =
        new WindowRule(
            1_000L * config.listed() * profile.segmentMs(),
            host.limits().get().maxListedSegments(),
            4L * profile.replayWindowBytes());
    long maxPendingBytes = 2L * profile.replayWindowBytes(); // the log comes at once
    return new Packager(stream, host, rule, maxPendingBytes);
  }

  private static void stop(Packager packager, String reason) {
    LOG.info("packager stopped stream={} reason={}", packager.key(), reason);
    packager.close();
  }

  private void look() {
    long idleNs = host.limits().get().packagerIdleMs() * 1_000_000L;
    long nowNs = host.clock().nanoTime();
    for (Packager packager : packagers.values()) {
      boolean idle = nowNs - packager.askedNs() > idleNs && packager.waiting() == 0;
      if (idle && !packager.isWarm() && packagers.remove(packager.key(), packager)) {
        stop(packager, "idle");
      }
    }
    host.loops().getFirst().schedule(LOOK_EVERY_MS, this::look);
  }
}
