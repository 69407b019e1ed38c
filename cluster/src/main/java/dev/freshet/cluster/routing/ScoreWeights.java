package dev.freshet.cluster.routing;

/// What makes a way worse, each in milliseconds of round trip that it is as bad as.
///
/// @param jitterFactor for each millisecond of mean deviation
/// @param lossMs for losing everything; in proportion
/// @param loadMs for a node at its limit, growing from `loadFromPercent`
/// @param loadFromPercent load that costs nothing
/// @param publicMs for a line over the Internet
/// @param privateMs for a private line
/// @param hopMs for each node on the way to the origin
/// @param rankMs for each place behind the first in the order of hashing: streams meet at one mid
/// @param skipMs for each tier that this region has and the way leaves out
/// @param lateralMs for a node of the same tier
/// @param crossingMs for traffic between operators that the law forbids and the service allows
/// @param nearMs assumed round trip within a region that nobody measured
/// @param farMs assumed round trip between regions that nobody measured
/// @param sameRegionMs for a second way through the region of the first
/// @param sameOperatorMs for a second way in the operator networks of the first
public record ScoreWeights(
    int jitterFactor,
    int lossMs,
    int loadMs,
    int loadFromPercent,
    int publicMs,
    int privateMs,
    int hopMs,
    int rankMs,
    int skipMs,
    int lateralMs,
    int crossingMs,
    int nearMs,
    int farMs,
    int sameRegionMs,
    int sameOperatorMs) {
  public static final ScoreWeights DEFAULT =
      new ScoreWeights(4, 1_000, 200, 70, 15, 0, 10, 30, 60, 30, 5_000, 10, 100, 30, 15);
}
