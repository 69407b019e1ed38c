package dev.freshet.cluster.membership;

import java.util.Locale;

/// Where a node is in its life, in its own words.
public enum Phase {
  SERVING,
  /// It takes nobody new and will be gone.
  DRAINING,
  /// It goes now: whoever reads this need not ask whether it lives.
  LEAVING;

  /// What the API calls it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
