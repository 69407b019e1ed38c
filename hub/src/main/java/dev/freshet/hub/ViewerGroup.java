package dev.freshet.hub;

import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;

/// Viewers of one fanout that are served together. Owned by the fanout's loop.
///
/// A *sweep* offers what is new to each of them in turn. What arrives while a sweep runs is sent by
/// the next one together: *natural batching*.
final class ViewerGroup {
  /// Viewers served before the loop gets to its sockets again: publishers are served first, and
  /// whoever comes does not wait for the crowd.
  private static final int SWEEP_SLICE = 64;

  private final LoopFanout fanout;
  private final Loop loop;
  private final List<Viewer> viewers = new ArrayList<>();
  private final Runnable step = this::step;
  private boolean sweeping;
  private boolean sweepAgain;
  private int next;

  ViewerGroup(LoopFanout fanout) {
    this.fanout = fanout;
    this.loop = fanout.loop();
  }

  int size() {
    return viewers.size();
  }

  Viewer last() {
    return viewers.getLast();
  }

  void add(Viewer viewer) {
    viewer.group = this;
    viewer.slot = viewers.size();
    viewers.add(viewer);
  }

  void remove(Viewer viewer) {
    Viewer last = viewers.removeLast();
    if (last != viewer) {
      viewers.set(viewer.slot, last);
      last.slot = viewer.slot;
      sweepAgain |= sweeping; // the one that moved may have lost its turn
    }
  }

  /// Serves everybody, soon: behind batches that wait already, so that they go out together.
  void sweep() {
    if (sweeping) {
      sweepAgain = true;
    } else if (!viewers.isEmpty()) {
      sweeping = true;
      sweepAgain = false;
      next = 0;
      loop.post(step);
    }
  }

  private void step() {
    long nowNs = loop.clock().nanoTime();
    int end = next + SWEEP_SLICE;
    for (; next < end && next < viewers.size(); next++) {
      fanout.serve(viewers.get(next), nowNs);
    }
    if (next < viewers.size()) {
      loop.postAfterSockets(step);
    } else {
      sweeping = false;
      if (sweepAgain) {
        sweep();
      }
    }
  }
}
