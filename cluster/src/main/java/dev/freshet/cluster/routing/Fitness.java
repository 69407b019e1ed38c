package dev.freshet.cluster.routing;

import java.util.Locale;

/// Whether a way can be taken. The better ones first.
public enum Fitness {
  FIT,
  /// The node is about to leave.
  DRAINING,
  /// It refused the stream a moment ago.
  REFUSED,
  /// The link is down.
  DOWN,
  /// It would cross between operators outside of the core.
  UNLAWFUL,
  /// The node gets the stream through this one.
  LOOP,
  /// The way would pass too many nodes.
  TOO_FAR,
  /// Whoever asked does not want it.
  EXCLUDED;

  /// Whether it may be tried when there is nothing better.
  boolean isUsable() {
    return compareTo(DOWN) <= 0;
  }

  /// What the API calls it.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
