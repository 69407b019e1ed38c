package dev.freshet.contract.service;

import java.util.Locale;

/// How ready the second way of a stream to a node is.
public enum StandbyMode {
  /// It is known, and nothing is sent on it.
  COLD,
  /// It carries frames without their payloads: that it lives is known, and where it is.
  WARM,
  /// It carries the stream as well, and the first copy of each frame wins.
  HOT;

  /// What configuration and the API call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
