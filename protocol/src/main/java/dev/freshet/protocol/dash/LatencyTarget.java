package dev.freshet.protocol.dash;

/// The latency that a service wants, from the ingest clock to the picture (ServiceDescription,
/// Annex K). A value: no owner.
///
/// @param targetMs what to aim at
/// @param minMs below this a player slows down
/// @param maxMs above this it jumps
/// @param minRatePercent slowest speed of playback
/// @param maxRatePercent fastest speed of playback
public record LatencyTarget(
    long targetMs, long minMs, long maxMs, int minRatePercent, int maxRatePercent) {
  public LatencyTarget {
    Expect.atLeast("latency.minMs", minMs, 0);
    Expect.atLeast("latency.targetMs", targetMs, minMs);
    Expect.atLeast("latency.maxMs", maxMs, targetMs);
    Expect.atLeast("latency.minRatePercent", minRatePercent, 1);
    Expect.atLeast("latency.maxRatePercent", maxRatePercent, minRatePercent);
  }
}
