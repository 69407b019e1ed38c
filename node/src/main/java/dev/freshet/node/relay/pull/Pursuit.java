package dev.freshet.node.relay.pull;

import org.jspecify.annotations.Nullable;

/// How long a frame that one way has announced has not come by the other. Owned by its pull.
final class Pursuit {
  private @Nullable Position mark; // announced, and not reached at the last look
  private @Nullable Position seen;
  private long lateMs;
  private long stuckMs;

  /// Looks at both ways.
  ///
  /// @param announced how far the other way is, or null if that is not known
  /// @param reached how far this way is
  /// @param passedMs since the last look, what is to be counted of it
  void look(@Nullable Position announced, @Nullable Position reached, long passedMs) {
    boolean behind = announced != null && (reached == null || reached.isBehind(announced));
    boolean moved = reached != null && !reached.equals(seen);
    seen = reached;
    long countedMs =
        reached == null ? passedMs / 2 : passedMs; // the first frame takes a round trip
    stuckMs = !behind || moved ? 0 : stuckMs + countedMs;
    if (!behind) {
      mark = null;
      lateMs = 0;
    } else if (mark == null || (reached != null && !reached.isBehind(mark))) {
      mark = announced;
      lateMs = 0;
    } else {
      lateMs += passedMs;
    }
  }

  /// How long the oldest announced frame has been missing.
  long lateMs() {
    return lateMs;
  }

  /// How long nothing came by this way that the other one has announced.
  long stuckMs() {
    return stuckMs;
  }

  /// Another pair of ways is looked at from here on.
  void reset() {
    mark = null;
    seen = null;
    lateMs = 0;
    stuckMs = 0;
  }
}
