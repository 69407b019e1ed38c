package dev.freshet.cluster.routing;

import dev.freshet.cluster.membership.NodeRecord;

/// A node that may be asked for a stream.
///
/// @param rank its place in the order of hashing, from 0
/// @param skipped tiers that the way through it leaves out
record Candidate(NodeRecord node, WayKind kind, int rank, int skipped) {}
