package dev.freshet.bench.fault;

import java.io.IOException;
import java.util.List;

/// Something that breaks in a cluster while a viewer watches. Stateless.
interface Fault {
  /// Which one, as the command line calls it.
  String name();

  /// What it is, in words.
  String title();

  /// How often it has to be repeated for a result that counts.
  int repetitions();

  /// What the viewer may see at most.
  Limits limits();

  /// Breaks it, looks what the viewer sees, and waits until all is mended.
  FaultSample happen(FaultStage stage) throws IOException, InterruptedException;

  /// @param gapP50Ms of the longest time without a frame, the median over all repetitions
  /// @param gapP99Ms the same, the 99th percentile
  record Limits(double gapP50Ms, double gapP99Ms) {}

  /// All of them.
  static List<Fault> all() {
    return List.of(
        new ParentFault("parent-killed", "KILL", 3_000, 200, new Limits(100, 500)),
        new ParentFault("parent-frozen", "STOP", 4_000, 200, new Limits(800, 1_500)),
        new EtcdFault());
  }
}
