package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;

/// What another node said of one of its links. Immutable.
///
/// @param ageMs since it said so
public record HeardLink(NodeId from, LinkReport report, long ageMs) {}
