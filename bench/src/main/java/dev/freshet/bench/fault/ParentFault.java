package dev.freshet.bench.fault;

import dev.freshet.bench.subject.ClusterNode;
import java.io.IOException;

/// The node that the viewer's edge pulls from ends without a word, or stands still.
///
/// @param signal that it gets
/// @param watchMs how long the viewer is looked at from then on
record ParentFault(String name, String signal, int watchMs, int repetitions, Limits limits)
    implements Fault {
  @Override
  public String title() {
    return signal.equals("KILL")
        ? "the node that the viewer's edge pulls from is killed"
        : "the node that the viewer's edge pulls from stands still";
  }

  @Override
  public FaultSample happen(FaultStage stage) throws IOException, InterruptedException {
    ClusterNode parent = stage.awaitParent();
    Watching watching = stage.watch();
    parent.signal(signal);
    FaultSample sample = watching.end(watchMs, parent.id() + " " + signal);
    if (!signal.equals("KILL")) {
      parent.signal("CONT");
    }
    stage.awaitBack(parent);
    return sample;
  }
}
