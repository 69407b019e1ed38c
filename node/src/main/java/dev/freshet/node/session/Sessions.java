package dev.freshet.node.session;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All sessions of this node. Thread-safe.
public final class Sessions {
  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
  private final AtomicLong opened = new AtomicLong();

  /// A client begins.
  ///
  /// @param loop the client's
  /// @param kick ends the client, on its loop
  public Session open(
      Session.Role role,
      String protocol,
      StreamKey stream,
      String remoteAddress,
      Loop loop,
      Consumer<EndReason> kick) {
    String id = (role == Session.Role.PUBLISHER ? "p" : "v") + opened.incrementAndGet();
    Session session =
        new Session(id, role, protocol, stream, remoteAddress, loop.clock().unixMs(), loop, kick);
    sessions.put(id, session);
    return session;
  }

  /// A client is gone.
  public void close(Session session) {
    sessions.remove(session.id());
  }

  /// The session with this id, or null.
  public @Nullable Session find(String id) {
    return sessions.get(id);
  }

  /// The sessions of one stream, oldest first.
  public List<Session> of(StreamKey stream) {
    return sessions.values().stream()
        .filter(session -> session.stream().equals(stream))
        .sorted(Comparator.comparingLong(Session::startedUnixMs).thenComparing(Session::id))
        .toList();
  }

  /// All sessions, in no order.
  public List<Session> all() {
    return List.copyOf(sessions.values());
  }

  /// How many there are now.
  public int count() {
    return sessions.size();
  }
}
