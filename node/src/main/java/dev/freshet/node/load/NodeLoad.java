package dev.freshet.node.load;

import dev.freshet.contract.node.LoadLevel;

/// How loaded a node is; 1 is its limit in each part. The number that nodes report. Immutable.
///
/// @param work of the busiest loop: publishers and newcomers as measured, viewers as they would
///   cost at the widest windows
/// @param lateness of the latest loop, beside `overload.maxLateness`
/// @param memory direct memory or live heap, the fuller one, beside nine tenths of it
/// @param egress bytes sent a second beside `overload.maxEgress`; 0 if that is not set
/// @param level of the worst loop
/// @param used memory, in bytes
public record NodeLoad(
    double work,
    double lateness,
    double memory,
    double egress,
    LoadLevel level,
    MemorySample used) {
  /// Nobody has looked yet.
  public static final NodeLoad UNKNOWN =
      new NodeLoad(0, 0, 0, 0, LoadLevel.GREEN, new MemorySample(0, 0, 0, 0, 0));

  /// The one number: the largest part.
  public double number() {
    return Math.max(Math.max(work, lateness), Math.max(memory, egress));
  }
}
