package dev.freshet.contract.node;

/// From which load on a node does what; see [LoadLevel]. Each is a configuration key below
/// `overload:`, named like the component without its unit. Immutable.
///
/// @param yellowPercent of the limit, from which windows widen
/// @param orangePercent of the limit, from which they are at their widest
/// @param redPercent of the limit, from which newcomers are refused
/// @param maxLatenessMs how late a loop's timers may be: the limit of that part of the load
/// @param logMemoryPercent of direct memory that the streams' logs may hold; above it they keep
///   less
/// @param unsentMemoryPercent of direct memory that may wait unsent for viewers; above it they are
///   handed less at once
/// @param segmentMemoryPercent of direct memory that segments may hold; above it packagers keep
///   less, and no more of them start
/// @param maxEgressBytes a second that the node may send: the limit of that part; 0 for none
public record LoadLimits(
    int yellowPercent,
    int orangePercent,
    int redPercent,
    int maxLatenessMs,
    int logMemoryPercent,
    int unsentMemoryPercent,
    int segmentMemoryPercent,
    int maxEgressBytes) {
  /// The limits of a node that nobody configured.
  public static final LoadLimits DEFAULTS = new LoadLimits(70, 85, 100, 250, 50, 25, 30, 0);
}
