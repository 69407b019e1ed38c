package dev.freshet.app.client;

/// What a player that starts with the first picture, and never hurries, would have left to play.
/// Owned by its [PlayMeter].
final class Playout {
  private static final long STALL_NS = 100_000_000;

  private boolean started;
  private long startNs;
  private long firstMs;
  private long newestMs;
  private long stalls;
  private long stalledNs;

  /// A frame arrived.
  void frame(long timestampMs, long nowNs) {
    if (!started) {
      started = true;
      startNs = nowNs;
      firstMs = timestampMs;
      newestMs = timestampMs;
    }
    long lateNs = -bufferNs(nowNs);
    if (lateNs > STALL_NS) {
      stalls++;
      stalledNs += lateNs;
      startNs += lateNs; // it stood still for as long, and is as much later from now on
    }
    newestMs += (int) (timestampMs - newestMs) > 0 ? (int) (timestampMs - newestMs) : 0;
  }

  /// What is left to play; below 0 by how long it is overdue.
  long bufferNs(long nowNs) {
    return started ? (newestMs - firstMs) * 1_000_000 - (nowNs - startNs) : 0;
  }

  long stalls() {
    return stalls;
  }

  long stalledMs() {
    return stalledNs / 1_000_000;
  }
}
