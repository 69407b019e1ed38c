package dev.freshet.bench.measure;

import java.util.Map;

/// Processor time between two moments. A value: no owner.
///
/// @param seconds between them
/// @param serverUs that the server used
/// @param loadPercent of a core that the load's thread used: near 100, the load is the limit
/// @param stealPercent of the server's cores that other machines of the host took
/// @param busyPercent of the server's cores that anything used
/// @param threadPercents of a core that each thread of the server used, if it was half a per cent
public record CpuUse(
    double seconds,
    double serverUs,
    double loadPercent,
    double stealPercent,
    double busyPercent,
    Map<String, Double> threadPercents) {

  /// Of one core.
  public double serverPercent() {
    return serverUs / seconds / 1e4;
  }
}
