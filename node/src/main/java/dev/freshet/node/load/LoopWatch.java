package dev.freshet.node.load;

import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.node.LoadLimits;
import dev.freshet.hub.Demand;
import dev.freshet.hub.LoopLoad;

/// What one loop's samples come to. Owned by the load watch's thread.
final class LoopWatch {
  /// A loop that gave no sign for so long is stuck.
  private static final long STUCK_NS = 1_000_000_000;

  /// A rush of newcomers that is over sooner is not load.
  private static final int LASTING_SECONDS = 20;

  private final LoopProbe probe;
  private final LoopLoad load;
  private final CostModel model = new CostModel();
  private final LoadRule rule = new LoadRule();
  private LoopProbe.Sample before;
  private final double[] others = new double[LASTING_SECONDS];
  private int samples;
  private double work;
  private double lateness;
  private double sentBytesPerSecond;

  LoopWatch(LoopProbe probe, LoopLoad load) {
    this.probe = probe;
    this.load = load;
    before = probe.newest();
  }

  LoopProbe probe() {
    return probe;
  }

  /// Takes the newest sample in. A loop that gives none is as late as its last one is old.
  void look(long nowNs, LoadLimits limits) {
    LoopProbe.Sample now = probe.newest();
    double ns = now.atNs() - before.atNs();
    if (ns > 0) {
      take(now, ns);
    }
    long silentNs = nowNs - probe.lookedNs();
    long lateNs = silentNs < STUCK_NS ? now.lateNs() : silentNs;
    lateness = lateNs / 1e6 / limits.maxLatenessMs();
  }

  private void take(LoopProbe.Sample now, double ns) {
    long sweepNs = now.sweepNs() - before.sweepNs();
    model.learn(sweepNs, now.sends() - before.sends(), now.sentBytes() - before.sentBytes());
    others[samples++ % others.length] = Math.max(0, now.cpuNs() - before.cpuNs() - sweepNs) / ns;
    Demand demand = now.demand();
    work = lasting() + model.share(demand.sendsPerSecond(), demand.bytes() / (ns / 1e9));
    sentBytesPerSecond = (now.sentBytes() - before.sentBytes()) / (ns / 1e9);
    before = now;
  }

  /// What the loop did besides serving viewers in the quietest of the last seconds.
  private double lasting() {
    double least = 1;
    for (int i = 0; i < Math.min(samples, LASTING_SECONDS); i++) {
      least = Math.min(least, others[i]);
    }
    return least;
  }

  /// Share of the loop that publishers, newcomers and, at the widest windows, viewers take.
  double work() {
    return work;
  }

  /// How late the loop is, as a share of what it may be.
  double lateness() {
    return lateness;
  }

  /// Bytes sent by this loop in the last second.
  double sentBytesPerSecond() {
    return sentBytesPerSecond;
  }

  /// Bytes that waited unsent for its viewers at the newest sample.
  long unsentBytes() {
    return before.demand().unsentBytes();
  }

  /// Sets the loop's level.
  ///
  /// @param shared load that is the same for all loops
  LoadLevel judge(double shared, LoadLimits limits) {
    LoadLevel level = rule.next(Math.max(shared, Math.max(work, lateness)), limits);
    load.level(level);
    return level;
  }
}
