package dev.freshet.cluster.routing;

/// What a link is worth, as measured by this node. Immutable.
///
/// @param rttUs round trip, smoothed; 0 as long as nothing was measured
/// @param jitterUs mean deviation of the round trip
/// @param lossPermille pings without an answer, smoothed
/// @param loadPercent of the peer; -1 as long as it did not say
/// @param clockOffsetUs how far the peer's wall clock is ahead of ours
public record LinkQuality(
    LinkState state,
    long rttUs,
    long jitterUs,
    int lossPermille,
    int loadPercent,
    long clockOffsetUs) {
  static final LinkQuality UNKNOWN = new LinkQuality(LinkState.UNKNOWN, 0, 0, 0, -1, 0);
}
