package dev.freshet.cluster.routing;

/// The bounds of a node's routing.
///
/// @param pingTimeoutMs how long an answer to a ping may take
/// @param activeEveryMs from one ping to the next on links in use
/// @param candidateEveryMs on links that may be used next
/// @param idleEveryMs on all other measured links
/// @param confirmMs the next ping comes so soon after one without an answer
/// @param failedPings so many in a row without an answer: the link is down
/// @param recoverPings so many answers in a row: a link that was down is up
/// @param lateMs a failure told so much later than it was due does not count: this node was paused
///   itself
/// @param maxLinks that are measured; of 3,000 nodes a node measures those it may need
/// @param maxReports links that a node tells others of, and takes from one other
/// @param maxHeardPeers nodes whose reports are kept
/// @param heardForMs how long a report is believed
/// @param reviewMs how often followed streams are looked at again
/// @param refusedForMs a node that refused a stream is not asked again for so long while others are
///   there
/// @param maxFollowed streams; more are routed once and not reviewed
/// @param maxPathNodes nodes of a way, origin and viewer's node included
/// @param maxLateral nodes of the same tier that are considered
/// @param loadFloorPercent loads below count as this when mids are chosen: idle nodes are all alike
public record RoutingLimits(
    long pingTimeoutMs,
    long activeEveryMs,
    long candidateEveryMs,
    long idleEveryMs,
    long confirmMs,
    int failedPings,
    int recoverPings,
    long lateMs,
    int maxLinks,
    int maxReports,
    int maxHeardPeers,
    long heardForMs,
    long reviewMs,
    long refusedForMs,
    int maxFollowed,
    int maxPathNodes,
    int maxLateral,
    int loadFloorPercent,
    ComfortLimits comfort,
    ScoreWeights weights) {
  public static final RoutingLimits DEFAULT =
      new RoutingLimits(
          1_000,
          500,
          2_000,
          10_000,
          200,
          2,
          3,
          300,
          96,
          64,
          1_000,
          30_000,
          1_000,
          3_000,
          20_000,
          5,
          3,
          40,
          ComfortLimits.DEFAULT,
          ScoreWeights.DEFAULT);

  /// The same with other manners.
  public RoutingLimits with(ComfortLimits comfort) {
    return new RoutingLimits(
        pingTimeoutMs,
        activeEveryMs,
        candidateEveryMs,
        idleEveryMs,
        confirmMs,
        failedPings,
        recoverPings,
        lateMs,
        maxLinks,
        maxReports,
        maxHeardPeers,
        heardForMs,
        reviewMs,
        refusedForMs,
        maxFollowed,
        maxPathNodes,
        maxLateral,
        loadFloorPercent,
        comfort,
        weights);
  }

  /// The same with longer or shorter ways.
  public RoutingLimits withMaxPathNodes(int maxPathNodes) {
    return new RoutingLimits(
        pingTimeoutMs,
        activeEveryMs,
        candidateEveryMs,
        idleEveryMs,
        confirmMs,
        failedPings,
        recoverPings,
        lateMs,
        maxLinks,
        maxReports,
        maxHeardPeers,
        heardForMs,
        reviewMs,
        refusedForMs,
        maxFollowed,
        maxPathNodes,
        maxLateral,
        loadFloorPercent,
        comfort,
        weights);
  }
}
