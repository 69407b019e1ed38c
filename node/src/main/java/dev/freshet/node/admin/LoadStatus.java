package dev.freshet.node.admin;

import dev.freshet.node.load.NodeLoad;

/// A node's load, as the API shows it; 1 is the limit of each part.
///
/// @param number the largest part
/// @param level `green`, `yellow`, `orange` or `red`
public record LoadStatus(
    double number, String level, double work, double lateness, double memory, double egress) {
  /// Rounded: what is beyond is noise.
  public static LoadStatus of(NodeLoad load) {
    return new LoadStatus(
        rounded(load.number()),
        load.level().label(),
        rounded(load.work()),
        rounded(load.lateness()),
        rounded(load.memory()),
        rounded(load.egress()));
  }

  private static double rounded(double part) {
    return Math.round(part * 1_000) / 1_000.0;
  }
}
