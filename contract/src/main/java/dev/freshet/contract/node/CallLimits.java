package dev.freshet.contract.node;

/// What questions to other nodes may cost. Each is a configuration key below `cluster:`. Immutable.
///
/// @param maxConnections of this node to others for questions, two for each node that is asked
/// @param maxOpen questions without an answer at a time
/// @param maxBytes of a question, and of an answer
/// @param idleMs a connection over which nothing was asked for this long is closed
public record CallLimits(int maxConnections, int maxOpen, int maxBytes, int idleMs) {
  /// What a node starts with.
  public static final CallLimits DEFAULTS = new CallLimits(1_000, 10_000, 64 << 10, 30_000);
}
