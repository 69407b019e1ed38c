package dev.freshet.contract.node;

/// What nodes may cost one another. Each is a configuration key below `cluster:`, named like the
/// component without its unit. Immutable.
///
/// @param handshakeTimeoutMs a greeting, and the answer to a question of a node that was let in
/// @param maxConnections of other nodes to this one, one for each stream that they pull
/// @param maxMessageBytes one message between nodes; a frame with its payload is the largest
/// @param maxLookups streams that are looked for on other nodes at a time
/// @param retryMs how long a stream whose parents are gone keeps its viewers while it looks for it
/// @param silenceMs a parent that says nothing for this long, not even when asked, is gone
/// @param standby the second way to each stream
/// @param calls questions to other nodes
public record ClusterLimits(
    int handshakeTimeoutMs,
    int maxConnections,
    int maxMessageBytes,
    int maxLookups,
    int retryMs,
    int silenceMs,
    StandbyRule standby,
    CallLimits calls) {
  /// What a node starts with.
  public static final ClusterLimits DEFAULTS =
      new ClusterLimits(
          3_000,
          100_000,
          12 << 20,
          1_000,
          30_000,
          3_000,
          StandbyRule.DEFAULTS,
          CallLimits.DEFAULTS);
}
