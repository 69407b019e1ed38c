package dev.freshet.cluster.membership;

import java.util.OptionalInt;

/// The versions of the node-to-node protocol that a node speaks. A fleet is upgraded node by node:
/// each speaks its own version and the one before.
public record ProtocolVersions(int lowest, int highest) {
  public ProtocolVersions {
    if (lowest < 1 || highest < lowest) {
      throw new IllegalArgumentException(
          "protocol versions: %d to %d (expected: at least 1, rising)".formatted(lowest, highest));
    }
  }

  /// The highest version that both speak; empty if there is none.
  public OptionalInt shared(ProtocolVersions other) {
    int version = Math.min(highest, other.highest);
    return version >= Math.max(lowest, other.lowest)
        ? OptionalInt.of(version)
        : OptionalInt.empty();
  }
}
