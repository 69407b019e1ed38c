package dev.freshet.bench.scenario;

import dev.freshet.bench.measure.Trials;
import java.io.IOException;

/// One thing that the bench finds out.
public interface Scenario {
  /// What the command line calls it.
  String name();

  /// What it finds out, in one line.
  String title();

  /// Measures. What fails is a row of its own, with the reason; only what makes the rest pointless
  /// is thrown.
  void run(Trials trials, Findings findings) throws IOException, InterruptedException;
}
