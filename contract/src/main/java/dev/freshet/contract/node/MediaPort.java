package dev.freshet.contract.node;

import java.util.Locale;

/// The ports of a node that carry media.
public enum MediaPort {
  RTMP,
  RTMPS,
  HTTP,
  HTTPS,
  /// Between nodes.
  RELAY;

  /// Its key below `listen:`, and its label in metrics and logs.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether TLS comes first.
  public boolean secure() {
    return this == RTMPS || this == HTTPS;
  }
}
