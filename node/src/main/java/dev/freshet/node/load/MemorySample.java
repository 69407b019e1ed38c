package dev.freshet.node.load;

/// What a node's memory held at one moment, in bytes. Immutable.
///
/// @param directBytes held by buffers; the pool behind them may hold more
/// @param maxDirectBytes the most that the virtual machine may have of it
/// @param liveHeapBytes of heap that survived the last collection
/// @param maxHeapBytes the most heap
/// @param unsentBytes of all that wait unsent for viewers
public record MemorySample(
    long directBytes,
    long maxDirectBytes,
    long liveHeapBytes,
    long maxHeapBytes,
    long unsentBytes) {
  /// Fuller than this, the next burst may not fit.
  private static final double FULL = 0.9;

  /// The fuller of direct memory and heap; 1 is the limit.
  double load() {
    double direct = (double) directBytes / maxDirectBytes;
    return Math.max(direct, (double) liveHeapBytes / maxHeapBytes) / FULL;
  }
}
