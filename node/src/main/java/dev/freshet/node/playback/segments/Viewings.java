package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.Stream;
import dev.freshet.node.metrics.SegmentCounters;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The viewers who fetch segments from this node: each is there from its first request until it has
/// asked for nothing for a while. Thread-safe: what happens to one happens under its id.
final class Viewings {
  private static final int LOOK_EVERY_MS = 1_000;

  /// Sessions that were thrown out and are remembered; 100 bytes each.
  private static final int MAX_KICKED = 100_000;

  private final KickedSessions kicked;
  private final ConcurrentHashMap<Long, Viewing> viewings = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final PlayGate gate;
  private final SegmentCounters counters;
  private final Supplier<SegmentLimits> limits;
  private final Loop loop;

  /// @param loop on which idle ones are looked for
  Viewings(
      Sessions sessions,
      PlayGate gate,
      SegmentCounters counters,
      Supplier<SegmentLimits> limits,
      Loop loop) {
    this.sessions = sessions;
    this.gate = gate;
    this.counters = counters;
    this.limits = limits;
    this.loop = loop;
    this.kicked = new KickedSessions(MAX_KICKED, counters.kickedForgotten);
    loop.post(this::look);
  }

  /// A viewer asks for something, on its connection's loop.
  ///
  /// @param stream null if it has ended, and only its segments are left
  SegmentSessions.Entry enter(
      SessionToken token, StreamKey key, @Nullable Stream stream, String remote, Loop asking) {
    if (kicked.contains(token.id())) {
      return new SegmentSessions.Entry.Kicked();
    }
    AtomicReference<@Nullable Refusal> refused = new AtomicReference<>();
    Viewing viewing =
        viewings.compute(
            token.id(),
            (_, present) -> {
              Viewing one = present;
              if (one == null) {
                refused.set(oneMore(stream));
                one = refused.get() == null ? begin(token, key, remote, asking) : null;
              }
              if (one != null) {
                one.seen(stream);
              }
              return one;
            });
    if (viewing == null) {
      return new SegmentSessions.Entry.Refused(Objects.requireNonNull(refused.get()));
    }
    return viewing.isKicked()
        ? new SegmentSessions.Entry.Kicked()
        : new SegmentSessions.Entry.In(viewing);
  }

  private @Nullable Refusal oneMore(@Nullable Stream stream) {
    int most = limits.get().maxSessions();
    if (counters.sessions.get() >= most) {
      counters.sessionsRefused.increment();
      return full(most);
    }
    return stream == null ? null : gate.oneMore(stream);
  }

  private static Refusal full(int most) {
    return new Refusal(
        Refusal.Reason.LIMIT, "limits.maxSessions (%d) is reached on this node".formatted(most));
  }

  private Viewing begin(SessionToken token, StreamKey key, String remote, Loop asking) {
    Viewing viewing = new Viewing(loop.clock());
    String protocol = token.format().label();
    viewing.open(
        sessions.open(Session.Role.VIEWER, protocol, key, remote, asking, _ -> kick(token)));
    counters.sessions.incrementAndGet();
    counters.sessionsOpened.increment();
    return viewing;
  }

  /// What it waits for is refused as well: it stays until it is idle.
  private void kick(SessionToken token) {
    kicked.add(token.id(), token.expiresUnixS());
    viewings.computeIfPresent(
        token.id(),
        (_, viewing) -> {
          viewing.kick();
          close(viewing);
          return viewing;
        });
  }

  private void close(Viewing viewing) {
    viewing.leave();
    if (viewing.session() != null) {
      sessions.close(viewing.session());
    }
  }

  private void look() {
    long idleMs = limits.get().sessionIdleMs();
    viewings.forEach((id, viewing) -> {
      if (viewing.isIdle(idleMs)) {
        viewings.computeIfPresent(id, (_, same) -> same.isIdle(idleMs) ? end(same) : same);
      }
    });
    kicked.forgetEnded(loop.clock().unixMs() / 1_000);
    loop.schedule(LOOK_EVERY_MS, this::look);
  }

  /// What a map keeps of it: nothing.
  private @Nullable Viewing end(Viewing viewing) {
    close(viewing);
    counters.sessions.decrementAndGet();
    return null;
  }
}
