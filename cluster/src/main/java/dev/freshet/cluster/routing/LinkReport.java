package dev.freshet.cluster.routing;

import dev.freshet.contract.NodeId;

/// What a node says of its own link to another one, over the best line between them. Told from node
/// to node in answers to pings; only links that are up are told of.
///
/// @param lossPermille pings without an answer, smoothed
public record LinkReport(NodeId to, int rttMs, int lossPermille) {
  public LinkReport {
    rttMs = Math.clamp(rttMs, 0, 60_000); // a peer's word: nothing absurd gets into a sum
    lossPermille = Math.clamp(lossPermille, 0, 1_000);
  }
}
