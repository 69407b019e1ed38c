/// Whole clusters in one thread, from a seed: the real membership and landing of each node, on a
/// simulated network and store that fail. Read [Cluster] first, then [Auditor]; for the ways of
/// streams [RoutedCluster] and [RouteAuditor].
@NullMarked
package dev.freshet.cluster.simulation;

import org.jspecify.annotations.NullMarked;
