package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The viewers of one stream and one format on one event loop: a WireLog and their cursors. Owned
/// by that loop: a later join never leaves it.
///
/// New bytes are swept to the viewers at once, or, if the profile has a merge window, by timer, to
/// one group of viewers after the other in staggered phases of the window.
final class LoopFanout {
  private static final Logger LOG = LoggerFactory.getLogger(LoopFanout.class);

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
  private final int sendBytes;
  private final WireLog log;
  private final List<ViewerGroup> groups = new ArrayList<>();
  private final Runnable phaseStep = this::phaseStep;
  private State state = State.OPENING;
  private int viewers;
  private volatile int viewersShown; // a copy for people on other threads
  private int phase;
  private Loop.@Nullable Timer phaseTimer;
  private Loop.@Nullable Timer lingerTimer;

  LoopFanout(Stream stream, WireFormat format, Loop loop, int sendBytes) {
    this.stream = stream;
    this.format = format;
    this.loop = loop;
    this.profile = stream.service().profile();
    this.sendBytes = sendBytes;
    this.log = new WireLog(profile);
    for (int i = 0; i < (profile.mergeWindowMs() > 0 ? PHASES : 1); i++) {
      groups.add(new ViewerGroup(this));
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

  Profile profile() {
    return profile;
  }

  FanoutCounters counters() {
    return stream.counters();
  }

  /// Most bytes handed to a viewer's socket at once.
  int sendBytes() {
    return sendBytes;
  }

  /// How many there are. Thread-safe.
  int viewers() {
    return viewersShown;
  }

  /// Lets a viewer in; it starts at once if there is an entry point.
  Viewer join(WireOutput output, StartAt startAt) {
    assert loop.inLoop();
    Viewer viewer = new Viewer(this, output, startAt);
    smallestGroup().add(viewer);
    viewersShown = ++viewers;
    stream.viewerJoined();
    counters().joins.increment();
    cancelLinger();
    if (state == State.OPEN) {
      loop.post(() -> serve(viewer, loop.clock().nanoTime())); // the caller has no Viewer yet
      startPhases();
    }
    return viewer;
  }

  /// A viewer is gone.
  void remove(Viewer viewer) {
    assert loop.inLoop();
    viewer.group.remove(viewer);
    viewersShown = --viewers;
    stream.viewerLeft();
    if (viewers == 0 && state != State.CLOSED) {
      lingerTimer = loop.schedule(stream.service().lingerMs(), this::close);
    }
  }

  /// New blocks; their references are this loop's. The first ones, which may be none, open this
  /// fanout.
  void append(List<WireBlock> blocks) {
    assert loop.inLoop();
    if (state == State.CLOSED) {
      blocks.forEach(WireBlock::release);
      return;
    }
    for (int i = 0; i < blocks.size(); i++) {
      log.append(blocks.get(i));
    }
    if (state == State.OPENING) {
      state = State.OPEN;
      startPhases();
      groups.forEach(ViewerGroup::sweep);
    } else if (groups.size() == 1) {
      groups.getFirst().sweep();
    }
  }

  /// The stream is over: everybody gets what is left and goes.
  void end(EndReason reason) {
    assert loop.inLoop();
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    stream.forgetFanout(this); // first: whoever joins from now on finds another
    for (ViewerGroup group : groups) {
      while (group.size() > 0) {
        end(group.last(), reason);
      }
    }
    stop();
  }

  /// Serves one viewer. What goes wrong with its output costs this viewer alone.
  void serve(Viewer viewer, long nowNs) {
    try {
      viewer.pump(nowNs);
    } catch (RuntimeException bug) {
      fail(viewer, bug);
    }
  }

  private void end(Viewer viewer, EndReason reason) {
    try {
      viewer.end(reason, loop.clock().nanoTime());
    } catch (RuntimeException bug) {
      fail(viewer, bug);
    }
  }

  private void fail(Viewer viewer, RuntimeException bug) {
    LOG.error("viewer failed stream={} format={}", stream.key(), format.key(), bug);
    counters().faults.increment();
    try {
      viewer.close(EndReason.FAULT);
    } catch (RuntimeException again) {
      LOG.error("viewer failed to close stream={}", stream.key(), again);
    }
  }

  /// Nobody came back in time.
  private void close() {
    state = State.CLOSED;
    stream.forgetFanout(this);
    stop();
  }

  private void stop() {
    if (phaseTimer != null) {
      phaseTimer.cancel();
      phaseTimer = null;
    }
    cancelLinger();
    log.close();
  }

  private void cancelLinger() {
    if (lingerTimer != null) {
      lingerTimer.cancel();
      lingerTimer = null;
    }
  }

  private ViewerGroup smallestGroup() {
    ViewerGroup smallest = groups.getFirst();
    for (ViewerGroup group : groups) {
      if (group.size() < smallest.size()) {
        smallest = group;
      }
    }
    return smallest;
  }

  private void startPhases() {
    if (groups.size() > 1 && phaseTimer == null) {
      phaseTimer = loop.schedule(Math.max(1, profile.mergeWindowMs() / PHASES), phaseStep);
    }
  }

  private void phaseStep() {
    phaseTimer = null;
    if (viewers > 0) {
      startPhases();
      phase = (phase + 1) % PHASES;
      groups.get(phase).sweep();
    }
  }
}
