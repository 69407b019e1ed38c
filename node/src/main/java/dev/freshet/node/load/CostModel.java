package dev.freshet.node.load;

/// What a loop's viewers would cost at the widest windows. Owned by the load watch's thread; one
/// for each loop.
///
/// The cost of fan-out is so much a send and so much a byte; the shape of that was measured once
/// (docs/benchmarks), and how fast this machine is, TLS included, is learnt while it runs.
final class CostModel {
  private static final double SEND_NS = 7_200;
  private static final double BYTE_NS = 0.17;

  /// Below this many sends in an interval its pace says nothing about the machine.
  private static final long LEAST_SENDS = 100;

  private static final double LEAST_PACE = 0.2;
  private static final double MOST_PACE = 10;
  private static final double NEW_SHARE = 0.2; // of the newest interval in the pace

  private double pace = 1;

  /// Learns from an interval's work.
  void learn(long sweepNs, long sends, long bytes) {
    if (sends >= LEAST_SENDS) {
      double measured = sweepNs / (sends * SEND_NS + bytes * BYTE_NS);
      double bounded = Math.clamp(measured, LEAST_PACE, MOST_PACE);
      pace += (bounded - pace) * NEW_SHARE;
    }
  }

  /// Share of a loop that this many sends and bytes a second take.
  double share(double sendsPerSecond, double bytesPerSecond) {
    return pace * (sendsPerSecond * SEND_NS + bytesPerSecond * BYTE_NS) / 1e9;
  }

  /// How slow this machine is beside the one that was measured.
  double pace() {
    return pace;
  }
}
