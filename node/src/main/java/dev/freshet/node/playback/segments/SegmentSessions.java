package dev.freshet.node.playback.segments;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Viewers of segmented formats on this node: each is counted once, whatever it fetches, until it
/// has fetched nothing for a while. Thread-safe.
final class SegmentSessions {
  /// A session ends when nothing was fetched for this long, in ms.
  static final long IDLE_MS = 20_000;

  private static final int LOOK_EVERY_MS = 1_000;

  /// One viewer.
  private static final class Viewing {
    private final LongAdder bytes = new LongAdder();
    private volatile Session session;
    private volatile long seenMs;
    private volatile boolean kicked;

    @SuppressWarnings("NullAway.Init") // set before anybody else sees it
    private Viewing(long nowMs) {
      seenMs = nowMs;
    }
  }

  private final ConcurrentHashMap<Long, Viewing> viewings = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final Loop loop;

  /// @param loop on which idle ones are looked for
  SegmentSessions(Sessions sessions, Loop loop) {
    this.sessions = sessions;
    this.loop = loop;
    loop.post(this::look);
  }

  /// A viewer asks for something.
  ///
  /// @return whether it may: false if it was kicked
  boolean seen(SessionToken token, StreamKey stream, String remote, Loop asking) {
    long nowMs = loop.clock().monotonicMs();
    Viewing viewing =
        viewings.computeIfAbsent(token.id(), _ -> begin(nowMs, token, stream, remote, asking));
    viewing.seenMs = nowMs;
    return !viewing.kicked;
  }

  /// A viewer got this much.
  void sent(SessionToken token, long bytes) {
    Viewing viewing = viewings.get(token.id());
    if (viewing != null) {
      viewing.bytes.add(bytes);
    }
  }

  /// How many there are.
  int count() {
    return viewings.size();
  }

  private Viewing begin(
      long nowMs, SessionToken token, StreamKey stream, String remote, Loop asking) {
    Viewing viewing = new Viewing(nowMs);
    viewing.session =
        sessions.open(
            Session.Role.VIEWER,
            token.format().label(),
            stream,
            remote,
            asking,
            _ -> kick(viewing));
    return viewing;
  }

  /// It stays known as long as it asks, to be refused.
  private void kick(Viewing viewing) {
    viewing.kicked = true;
    sessions.close(viewing.session);
  }

  private void look() {
    long nowMs = loop.clock().monotonicMs();
    viewings.forEach((id, viewing) -> {
      if (nowMs - viewing.seenMs > IDLE_MS && viewings.remove(id, viewing)) {
        sessions.close(viewing.session);
      }
    });
    loop.schedule(LOOK_EVERY_MS, this::look);
  }
}
