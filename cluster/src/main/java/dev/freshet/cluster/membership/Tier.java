package dev.freshet.cluster.membership;

import java.util.Locale;

/// How far from viewers a node stands. Media flow from core towards edge.
public enum Tier {
  EDGE,
  MID,
  CORE;

  /// What configuration and the API call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
