package dev.freshet.hub;

/// How often a stream's publisher is asked for something: at most once a second of a kind, however
/// many viewers and nodes ask. What comes in between is dropped; whoever needs it says it again.
/// Owned by the stream's loop.
final class Wishes {
  /// What a publisher may be asked for.
  enum Kind {
    KEYFRAME,
    BITRATE,
    RECONNECT
  }

  private static final long EVERY_NS = 1_000_000_000L;
  private static final int KINDS = Kind.values().length;

  private final long[] askedNs = new long[KINDS];
  private final boolean[] asked = new boolean[KINDS];

  /// Whether it is time to ask, which counts as having asked.
  boolean mayAsk(Kind kind, long nowNs) {
    int i = kind.ordinal();
    if (asked[i] && nowNs - askedNs[i] < EVERY_NS) {
      return false;
    }
    asked[i] = true;
    askedNs[i] = nowNs;
    return true;
  }
}
