package dev.freshet.cluster.routing;

import java.util.Locale;

/// What kind of line leads from one node to another.
public enum LinkClass {
  /// Our own, or rented: both nodes are in the same private network.
  PRIVATE,
  /// The Internet.
  PUBLIC;

  /// What the API calls it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
