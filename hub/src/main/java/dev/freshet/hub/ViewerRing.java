package dev.freshet.hub;

import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;

/// The viewers of one fanout, and whose turn it is. Owned by the fanout's loop.
///
/// A *sweep* goes round once and offers what is new to each of them. What arrives meanwhile is sent
/// by the next sweep together: *natural batching*. Under a window the ring is *advanced* instead, a
/// part of it at a time, so that the viewers' turns are spread over the window.
final class ViewerRing {
  /// Viewers served before the loop gets to its sockets again: publishers are served first, and
  /// whoever comes does not wait for the crowd.
  private static final int SLICE = 32;

  private final LoopFanout fanout;
  private final Loop loop;
  private final List<Viewer> viewers = new ArrayList<>();
  private final Runnable step = this::step;
  private boolean running;
  private boolean sweeping; // running, and everybody is due
  private boolean sweepAgain;
  private int next;
  private int remaining; // turns that are due

  ViewerRing(LoopFanout fanout) {
    this.fanout = fanout;
    this.loop = fanout.loop();
  }

  int size() {
    return viewers.size();
  }

  Viewer last() {
    return viewers.getLast();
  }

  /// Bytes that viewers' sockets have not taken, as of each viewer's last turn.
  long unsentBytes() {
    long bytes = 0;
    for (int i = 0; i < viewers.size(); i++) {
      bytes += viewers.get(i).unsentBytes();
    }
    return bytes;
  }

  void add(Viewer viewer) {
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
    if (running) {
      sweepAgain = true;
    } else if (!viewers.isEmpty()) { // else `sweeping` would outlast a sweep that never runs
      sweepAgain = false;
      sweeping = true;
      advance(viewers.size());
    }
  }

  /// Serves the next `count` viewers, soon. Turns that are due already come first; nobody is due
  /// twice.
  void advance(int count) {
    remaining = Math.min(viewers.size(), remaining + count);
    if (!running && remaining > 0) {
      running = true;
      loop.post(step);
    }
  }

  private void step() {
    long nowNs = loop.clock().nanoTime();
    for (int served = 0; served < SLICE && remaining > 0 && !viewers.isEmpty(); served++) {
      remaining--;
      next = next < viewers.size() ? next : 0;
      fanout.serve(viewers.get(next++), nowNs);
    }
    fanout.load().swept(loop.clock().nanoTime() - nowNs);
    remaining = Math.min(remaining, viewers.size()); // some may be gone
    if (remaining > 0) {
      loop.postAfterSockets(step);
    } else {
      running = false;
      sweeping = false;
      if (sweepAgain) {
        sweep();
      }
    }
  }
}
