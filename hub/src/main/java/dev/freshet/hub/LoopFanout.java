package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.WireFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The viewers of one stream and one format on one event loop: a WireLog and their cursors. Owned
/// by that loop: a later join never leaves it.
///
/// New bytes are swept to the viewers at once, or, under a merge window, by timer, to a part of
/// them after the other, so that their turns are spread over the window. The window is the
/// profile's, or wider while the loop is loaded.
final class LoopFanout {
  private static final Logger LOG = LoggerFactory.getLogger(LoopFanout.class);

  /// Parts of the viewers whose turns are spread over one merge window.
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
  private final LoopLoad load;
  private final ViewerRing ring;
  private final WireRange taken = new WireRange();
  private final Runnable phaseStep = this::phaseStep;
  private State state = State.OPENING;
  private int viewers;
  private volatile int viewersShown; // a copy for people on other threads
  private long phasedNs; // up to when the ring was advanced
  private long turnsDue; // less than one turn, in parts of a window's ns
  private long demandedPosition = -1; // how far the last demand knew the log; -1: none yet
  private Loop.@Nullable Timer phaseTimer;
  private Loop.@Nullable Timer lingerTimer;

  LoopFanout(Stream stream, WireFormat format, Loop loop, LoopLoad load, int sendBytes) {
    this.stream = stream;
    this.format = format;
    this.loop = loop;
    this.profile = stream.service().profile();
    this.sendBytes = sendBytes;
    this.log = new WireLog(profile, stream.memory(), false, format.forNodes());
    this.load = load;
    this.ring = new ViewerRing(this);
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

  /// What a cursor says that it took.
  WireRange taken() {
    return taken;
  }

  /// Most bytes handed to a viewer's socket at once.
  int sendBytes() {
    return stream.memory().allowedSendBytes(sendBytes);
  }

  /// What its loop knows of its load.
  LoopLoad load() {
    return load;
  }

  /// How many there are. Thread-safe.
  int viewers() {
    return viewersShown;
  }

  /// Lets a viewer in; it starts at once if there is an entry point.
  Viewer join(WireOutput output, StartAt startAt) {
    assert loop.inLoop();
    Viewer viewer = new Viewer(this, output, startAt);
    ring.add(viewer);
    viewersShown = ++viewers;
    stream.viewerJoined();
    counters().joins.increment();
    cancelLinger();
    if (state == State.OPEN) {
      loop.post(() -> serve(viewer, loop.clock().nanoTime())); // the caller has no Viewer yet
      if (windowMs() > 0) {
        startPhases();
      }
    }
    return viewer;
  }

  /// A viewer is gone.
  void remove(Viewer viewer) {
    assert loop.inLoop();
    ring.remove(viewer);
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
    boolean atOnce = state == State.OPENING || windowMs() == 0;
    state = State.OPEN;
    if (atOnce) {
      ring.sweep();
    }
    if (windowMs() > 0) {
      startPhases();
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
    while (ring.size() > 0) {
      end(ring.last(), reason);
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

  /// Time between two sends to a viewer, in ms; 0 sends as soon as there is something.
  private int windowMs() {
    return format.forNodes() ? 0 : load.windowMs(profile); // each hop would add its own
  }

  private void startPhases() {
    if (phaseTimer == null && viewers > 0) {
      phasedNs = loop.clock().nanoTime();
      schedulePhase();
    }
  }

  private void schedulePhase() {
    phaseTimer = loop.schedule(Math.max(1, windowMs() / PHASES), phaseStep);
  }

  private void phaseStep() {
    phaseTimer = null;
    if (windowMs() == 0) { // no longer: whoever waits for his turn has it now
      ring.sweep();
    } else if (viewers > 0) {
      advance(windowMs() * 1_000_000L);
      schedulePhase();
    }
  }

  /// By the time that has passed: timers count whole ms and are late at times, and more turns than
  /// one a window and viewer are sends for nothing.
  private void advance(long windowNs) {
    long nowNs = loop.clock().nanoTime();
    turnsDue += ring.size() * Math.min(nowNs - phasedNs, windowNs);
    phasedNs = nowNs;
    ring.advance((int) (turnsDue / windowNs));
    turnsDue %= windowNs;
  }

  /// Adds what these viewers ask for to `demand`. Called at regular intervals.
  void addTo(Demand demand) {
    assert loop.inLoop();
    long position = log.headPosition();
    long bytes = demandedPosition < 0 ? 0 : position - demandedPosition; // no burst of old bytes
    demandedPosition = position;
    demand.add(viewers, bytes, profile.widestWindowMs());
    demand.addUnsent(ring.unsentBytes());
  }
}
