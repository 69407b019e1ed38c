package dev.freshet.cluster.routing;

import java.util.Locale;

/// Whether a link carries anything.
public enum LinkState {
  /// It was not measured yet.
  UNKNOWN,
  UP,
  /// Pings stayed without an answer, or the media plane lost it.
  DOWN;

  /// What the API calls it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
