package dev.freshet.cluster.store;

/// How much of this process a store may take.
///
/// @param maxCalls calls under way; more are answered with `LIMIT`
/// @param maxWaitingChanges changes that a slow watcher has not taken yet; past it they are
///   forgotten, and it gets the difference once it has caught up
public record StoreLimits(int maxCalls, int maxWaitingChanges) {
  public static final StoreLimits DEFAULT = new StoreLimits(10_000, 100_000);

  public StoreLimits {
    if (maxCalls < 1 || maxWaitingChanges < 1) {
      throw new IllegalArgumentException("store limits: less than 1 (expected: at least 1)");
    }
  }
}
