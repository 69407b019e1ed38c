package dev.freshet.cluster.simulation;

/// What can be wrong with routing, planted to see that the auditor finds it.
enum RoutingBug {
  NONE,
  /// Nobody looks at who passed a stream already, or gets it through this node.
  NO_PATH_CHECK,
  /// Ways may be longer than five nodes.
  LONG_WAYS,
  /// Operators' networks are all one.
  OPERATORS_IGNORED,
  /// A way that failed is left only after a while, like one that is merely worse.
  FAILURE_DWELL,
  /// Every other way that looks better is taken at once.
  NO_MANNERS,
  /// Nodes that are about to leave are chosen like all others.
  DRAINS_IGNORED,
  /// Pings without an answer count for nothing, and silence neither.
  DEAF_PINGS,
  /// Nodes that stand on one host are taken for independent.
  BLIND_TO_HOSTS,
  /// After a switch, the old parent goes on as well.
  TWO_PULLS,
  /// Each node has an order of mids of its own.
  SCATTERED_MIDS
}
