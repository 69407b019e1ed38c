package dev.freshet.node.rtmp;

import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;

/// The RTMP connections of one loop, and whose timers are looked at next. Owned by that loop.
///
/// One timer a loop, not one a connection. A round visits each connection once, a few at a time:
/// thousands that came together are pinged together, and publishers' sockets must not wait for
/// that.
final class ConnectionRound {
  private static final int ROUND_MS = 1_000;
  private static final int STEPS = 50;

  /// Connections visited before the loop gets to its sockets again.
  private static final int SLICE = 16;

  private final Loop loop;
  private final List<RtmpConnection> connections = new ArrayList<>();
  private final Runnable step = this::step;
  private final Runnable visit = this::visit;
  private int next;
  private int due; // of the connections from `next` on
  private int remainder; // less than one connection, in parts of STEPS

  ConnectionRound(Loop loop) {
    this.loop = loop;
  }

  void start() {
    loop.schedule(ROUND_MS / STEPS, step);
  }

  void add(RtmpConnection connection) {
    connection.slot = connections.size();
    connections.add(connection);
  }

  void remove(RtmpConnection connection) {
    RtmpConnection last = connections.removeLast();
    if (last != connection) {
      connections.set(connection.slot, last); // it may wait for the next round
      last.slot = connection.slot;
    }
  }

  void drain() {
    List.copyOf(connections).forEach(RtmpConnection::drain); // who is idle goes at once
  }

  private void step() {
    boolean visiting = due > 0;
    remainder += connections.size();
    due = Math.min(connections.size(), due + remainder / STEPS);
    remainder %= STEPS;
    if (!visiting && due > 0) {
      visit();
    }
    start();
  }

  private void visit() {
    long nowMs = loop.clock().monotonicMs();
    for (int visited = 0; visited < SLICE && due > 0 && !connections.isEmpty(); visited++) {
      due--;
      next = next < connections.size() ? next : 0;
      connections.get(next++).tick(nowMs);
    }
    due = Math.min(due, connections.size()); // some may be gone
    if (due > 0) {
      loop.postAfterSockets(visit);
    }
  }
}
