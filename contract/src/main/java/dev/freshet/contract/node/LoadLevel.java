package dev.freshet.contract.node;

import java.util.Locale;

/// How loaded a node is, and what it does about it. A value: no owner.
public enum LoadLevel {
  /// Nothing special.
  GREEN,
  /// Sends are merged over half of the widest window that each profile allows.
  YELLOW,
  /// Sends are merged over the widest window; newcomers start at the newest keyframe.
  ORANGE,
  /// As orange, and newcomers are refused with the reason. Publishers are still let in.
  RED;

  /// What the API and the log call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
