package dev.freshet.hub;

import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.service.Profile;

/// How hard one loop works for its viewers, and how hard it is pressed. Owned by that loop; its
/// level may be set from any thread.
public final class LoopLoad {
  private volatile LoadLevel level = LoadLevel.GREEN;
  private long sweepNs;
  private long sends;
  private long sentBytes;

  /// Sets what the node thinks of this loop. Thread-safe.
  public void level(LoadLevel now) {
    level = now;
  }

  /// What the node thinks of this loop. Thread-safe.
  public LoadLevel level() {
    return level;
  }

  /// Time spent on serving viewers in turn since the start, in ns.
  public long sweepNs() {
    return sweepNs;
  }

  /// System calls that sent, since the start.
  public long sends() {
    return sends;
  }

  /// Bytes handed to sockets since the start.
  public long sentBytes() {
    return sentBytes;
  }

  /// Time between two sends to a viewer, in ms: windows widen before anyone loses frames.
  int windowMs(Profile profile) {
    return switch (level) {
      case GREEN -> profile.mergeWindowMs();
      case YELLOW -> Math.max(profile.mergeWindowMs(), profile.widestWindowMs() / 2);
      case ORANGE, RED -> profile.widestWindowMs();
    };
  }

  /// Where a newcomer starts: under load at the newest keyframe, whose burst is the smallest.
  int startBackMs(Profile profile) {
    return switch (level) {
      case GREEN, YELLOW -> profile.startBackMs();
      case ORANGE, RED -> 0;
    };
  }

  void swept(long ns) {
    sweepNs += ns;
  }

  void sent() {
    sends++;
  }

  void sent(long bytes) {
    sentBytes += bytes;
  }
}
