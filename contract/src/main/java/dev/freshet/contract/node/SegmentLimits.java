package dev.freshet.contract.node;

/// What viewers who fetch segments, and the making of segments, may cost a node. Each is a
/// configuration key below `limits:`, named like the component without its unit of time. Immutable;
/// a change is a new value that applies to what begins after it.
///
/// @param maxSessions viewers of segmented formats on this node
/// @param sessionIdleMs such a viewer that fetched nothing for this long is gone
/// @param maxBlockedRequests requests that wait for a segment or part, on this node
/// @param maxBlockedRequestsPerStream of them, of one stream
/// @param maxPackagers streams that are made into segments at a time
/// @param packagerIdleMs a stream of which nobody fetched anything for this long is not made into
///   segments any more
/// @param maxListedSegments most segments in a playlist, however short they are
public record SegmentLimits(
    int maxSessions,
    int sessionIdleMs,
    int maxBlockedRequests,
    int maxBlockedRequestsPerStream,
    int maxPackagers,
    int packagerIdleMs,
    int maxListedSegments) {
  /// The limits of a node that nobody configured.
  public static final SegmentLimits DEFAULTS =
      new SegmentLimits(100_000, 20_000, 50_000, 20_000, 5_000, 30_000, 60);
}
