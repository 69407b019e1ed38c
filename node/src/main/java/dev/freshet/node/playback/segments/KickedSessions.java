package dev.freshet.node.playback.segments;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;

/// The sessions that were thrown out, for as long as their tokens would be good. Thread-safe.
///
/// A token is all that a node asks for, so it must remember those that it takes no more. If there
/// are too many it forgets the one that ends first.
final class KickedSessions {
  private record Kicked(long id, long expiresUnixS) {}

  private final int maxRemembered;
  private final LongAdder forgotten;
  private final Map<Long, Kicked> byId = new HashMap<>();
  private final PriorityQueue<Kicked> endingFirst =
      new PriorityQueue<>((one, other) -> Long.compare(one.expiresUnixS, other.expiresUnixS));

  /// @param forgotten counts those that were forgotten because there were more than `maxRemembered`
  KickedSessions(int maxRemembered, LongAdder forgotten) {
    this.maxRemembered = maxRemembered;
    this.forgotten = forgotten;
  }

  /// This session is over; tokens of it are good until `expiresUnixS`.
  synchronized void add(long id, long expiresUnixS) {
    Kicked kicked = new Kicked(id, expiresUnixS);
    if (byId.putIfAbsent(id, kicked) == null) {
      endingFirst.add(kicked);
    }
    if (byId.size() > maxRemembered) {
      forgetFirst();
      forgotten.increment();
    }
  }

  /// Whether the session was thrown out.
  synchronized boolean contains(long id) {
    return byId.containsKey(id);
  }

  /// Forgets those whose tokens are good no more.
  synchronized void forgetEnded(long unixS) {
    while (!endingFirst.isEmpty() && endingFirst.element().expiresUnixS <= unixS) {
      forgetFirst();
    }
  }

  /// How many it remembers.
  synchronized int size() {
    return byId.size();
  }

  private void forgetFirst() {
    byId.remove(endingFirst.remove().id);
  }
}
