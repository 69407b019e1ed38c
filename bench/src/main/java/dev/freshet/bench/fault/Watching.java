package dev.freshet.bench.fault;

import dev.freshet.bench.linux.SystemStat;
import dev.freshet.bench.load.WatchedSocket;
import java.io.IOException;
import java.util.List;

/// A viewer, from just before a fault on. Owned by the campaign's thread.
final class Watching {
  private final WatchedSocket viewer;
  private final List<Integer> cores;
  private final long fromNs = System.nanoTime();
  private final SystemStat before;

  Watching(WatchedSocket viewer, List<Integer> cores) throws IOException {
    this.viewer = viewer;
    this.cores = cores;
    before = SystemStat.read(cores);
  }

  /// Looks for some time from now on, and says what was seen since the beginning.
  ///
  /// @param what broke
  FaultSample end(int watchMs, String what) throws IOException, InterruptedException {
    Thread.sleep(watchMs);
    long endNs = System.nanoTime();
    String ended = viewer.ended();
    return FaultSample.of(
        viewer.arrivalsSince(fromNs),
        endNs,
        ended == null,
        SystemStat.read(cores).stealPercentSince(before),
        ended == null ? what : what + "; viewer: " + ended);
  }
}
