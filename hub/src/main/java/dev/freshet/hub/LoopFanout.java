package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The viewers of one stream and one format on one event loop: a WireLog and their cursors. Owned
/// by that loop: a later join never leaves it.
///
/// New bytes start a *sweep* that offers them to every viewer in turn. Batches that arrive while a
/// sweep runs are sent by the next one together: *natural batching*. A profile with a merge window
/// sweeps by timer instead, in groups of viewers that take staggered phases of the window.
final class LoopFanout {
  /// Viewers served before the loop gets to its sockets again: publishers are served first.
  private static final int SWEEP_SLICE = 128;

  /// Groups whose turns are spread over one merge window.
  private static final int PHASES = 8;

  private enum State {
    OPENING,
    OPEN,
    CLOSED
  }

  private final Stream stream;
  private final WireFormat format;
  private final Loop loop;
  private final Profile profile;
  private final FanoutCounters counters;
  private final int sendBytes;
  private final WireLog log;
  private final List<List<Viewer>> groups = new ArrayList<>();
  private final Runnable sweepStep = this::sweepStep;
  private final Runnable phaseStep = this::phaseStep;
  private State state = State.OPENING;
  private int viewers;
  private volatile int viewersShown; // a copy for people on other threads
  private boolean sweeping;
  private boolean sweepAgain;
  private int sweepNext;
  private int phase;
  private Loop.@Nullable Timer phaseTimer;
  private Loop.@Nullable Timer lingerTimer;

  LoopFanout(Stream stream, WireFormat format, Loop loop, int sendBytes) {
    this.stream = stream;
    this.format = format;
    this.loop = loop;
    this.profile = stream.service().profile();
    this.counters = stream.counters();
    this.sendBytes = sendBytes;
    this.log = new WireLog(profile);
    for (int i = 0; i < (profile.mergeWindowMs() > 0 ? PHASES : 1); i++) {
      groups.add(new ArrayList<>());
    }
  }

  Loop loop() {
    return loop;
  }

  WireFormat format() {
    return format;
  }

  WireLog log() {
    return log;
  }

  FanoutCounters counters() {
    return counters;
  }

  /// How many there are. Thread-safe.
  int viewers() {
    return viewersShown;
  }

  /// Lets a viewer in; it starts at once if there is an entry point.
  Viewer join(WireOutput output) {
    assert loop.inLoop();
    Viewer viewer = new Viewer(this, output);
    viewer.group = viewers % groups.size();
    viewers++;
    viewersShown = viewers;
    List<Viewer> group = groups.get(viewer.group);
    viewer.slot = group.size();
    group.add(viewer);
    stream.viewerJoined();
    counters.joins.increment();
    if (lingerTimer != null) {
      lingerTimer.cancel();
      lingerTimer = null;
    }
    if (state == State.OPEN) {
      loop.post(() -> pump(viewer)); // not within join: the caller has no Viewer to close yet
      startPhases();
    }
    return viewer;
  }

  /// A viewer is gone.
  void remove(Viewer viewer) {
    assert loop.inLoop();
    List<Viewer> group = groups.get(viewer.group);
    Viewer last = group.removeLast();
    if (last != viewer) {
      group.set(viewer.slot, last);
      last.slot = viewer.slot;
      sweepAgain = sweeping; // the one that moved may have lost its turn
    }
    stream.viewerLeft();
    viewers--;
    viewersShown = viewers;
    if (viewers == 0 && state != State.CLOSED) {
      lingerTimer = loop.schedule(stream.service().lingerMs(), this::lingered);
    }
  }

  /// The stream's loop has opened this fanout with these blocks.
  void open(List<WireBlock> seed) {
    assert loop.inLoop();
    if (state == State.CLOSED) {
      seed.forEach(WireBlock::release);
      return;
    }
    state = State.OPEN;
    seed.forEach(log::append);
    startPhases();
    startSweep();
  }

  /// New blocks; their references are this loop's.
  void append(List<WireBlock> blocks) {
    assert loop.inLoop();
    if (state == State.CLOSED) {
      blocks.forEach(WireBlock::release);
      return;
    }
    for (int i = 0; i < blocks.size(); i++) {
      log.append(blocks.get(i));
    }
    if (groups.size() == 1) {
      startSweep();
    }
  }

  /// The stream is over: everybody gets what is left and goes.
  void end(EndReason reason) {
    assert loop.inLoop();
    if (state == State.CLOSED) {
      return;
    }
    for (List<Viewer> group : groups) {
      for (Viewer viewer : List.copyOf(group)) {
        pump(viewer);
        viewer.close(reason);
      }
    }
    close();
  }

  /// Serves one viewer now.
  void pump(Viewer viewer) {
    viewer.pump(loop.clock().nanoTime(), profile, sendBytes);
  }

  private void lingered() {
    if (viewers == 0 && state != State.CLOSED) {
      close();
    }
  }

  private void close() {
    state = State.CLOSED;
    if (phaseTimer != null) {
      phaseTimer.cancel();
    }
    if (lingerTimer != null) {
      lingerTimer.cancel();
    }
    log.close();
    stream.forgetFanout(this);
  }

  private void startSweep() {
    if (sweeping) {
      sweepAgain = true;
      return;
    }
    sweeping = true;
    sweepAgain = false;
    sweepNext = 0;
    loop.post(sweepStep); // behind batches that wait already: they go out together
  }

  private void sweepStep() {
    long nowNs = loop.clock().nanoTime();
    int end = sweepNext + SWEEP_SLICE;
    int index = 0;
    for (List<Viewer> group : groups) {
      for (int i = Math.max(0, sweepNext - index); i < group.size() && index + i < end; i++) {
        group.get(i).pump(nowNs, profile, sendBytes);
      }
      index += group.size();
    }
    sweepNext = end;
    if (sweepNext < viewers) {
      loop.post(sweepStep);
    } else {
      sweeping = false;
      if (sweepAgain) {
        startSweep();
      }
    }
  }

  private void startPhases() {
    if (groups.size() > 1 && phaseTimer == null) {
      schedulePhase();
    }
  }

  private void schedulePhase() {
    phaseTimer = loop.schedule(Math.max(1, profile.mergeWindowMs() / PHASES), phaseStep);
  }

  private void phaseStep() {
    phaseTimer = null;
    if (state != State.OPEN || viewers == 0) {
      return;
    }
    schedulePhase();
    phase = (phase + 1) % PHASES;
    long nowNs = loop.clock().nanoTime();
    List<Viewer> group = groups.get(phase);
    for (int i = 0; i < group.size(); i++) {
      group.get(i).pump(nowNs, profile, sendBytes);
    }
  }
}
