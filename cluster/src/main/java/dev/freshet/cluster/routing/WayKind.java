package dev.freshet.cluster.routing;

import java.util.Locale;

/// What the next node of a way is to this one.
public enum WayKind {
  /// Where the stream is pushed.
  ORIGIN,
  /// A node between this region's viewers and the core.
  MID,
  /// A node between regions, and between operators.
  CORE,
  /// A node of this one's own tier that has a better way.
  LATERAL;

  /// What the API calls it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
