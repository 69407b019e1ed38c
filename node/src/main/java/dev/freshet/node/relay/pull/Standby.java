package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.StandbyMode;
import dev.freshet.contract.time.Loop;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second way of a stream, and the search for one. Owned by its pull.
final class Standby implements Search.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
  private static final long MIN_REST_MS = 1_000;
  private static final long MAX_REST_MS = 8_000;

  private final PullHost host;
  private final Wanted wanted;
  private final Loop loop;
  private final Ways ways;
  private final StandbyMode mode;
  private final Pursuit none = new Pursuit(); // nobody is ahead of it who matters
  private @Nullable ParentWay way;
  private @Nullable Search search;
  private boolean asking; // who may be asked
  private long restMs = MIN_REST_MS;
  private long nextMs;
  private boolean closed;

  Standby(PullHost host, Wanted wanted, Loop loop, Ways ways, StandbyMode mode) {
    this.host = host;
    this.wanted = wanted;
    this.loop = loop;
    this.ways = ways;
    this.mode = mode;
  }

  /// The second way, or null while there is none.
  @Nullable ParentWay way() {
    return way;
  }

  /// Whether `other` is the second way.
  boolean is(ParentWay other) {
    return other.equals(way);
  }

  private boolean isHot() {
    return mode == StandbyMode.HOT;
  }

  private void search(List<HostPort> candidates) {
    asking = false;
    if (closed || way != null) {
      return;
    }
    RelayMessage.From from = isHot() ? ways.place().next() : new RelayMessage.From.Live();
    search = new Search(host, wanted, loop, candidates, from, !isHot(), this);
    search.start();
  }

  @Override
  public boolean found(ParentLink link, Epoch epoch, List<NodeId> path) {
    ParentWay feeder = ways.feeder();
    boolean same = feeder != null && Objects.equals(feeder.parent(), link.parent());
    if (same || ways.parents().isOver(epoch)) {
      return false;
    }
    search = null;
    restMs = MIN_REST_MS;
    ParentWay second = new ParentWay(ways, link, epoch, path, isHot() ? ways.place().last() : null);
    ways.intake().add(second);
    way = second;
    host.node().counters().standbys.incrementAndGet();
    LOG.info("standby found stream={} parent={}", wanted.key(), link.address());
    ways.standbyFound();
    return true;
  }

  @Override
  public void nobody() {
    search = null;
    rest();
  }

  private void rest() {
    nextMs = loop.clock().monotonicMs() + restMs / 2 + host.node().random().nextLong(restMs / 2);
    restMs = Math.min(2 * restMs, MAX_REST_MS);
  }

  /// Looks whether it lives; if there is none, and it is time to, for one.
  void look(long passedMs, SwitchRule rule) {
    ParentWay present = way;
    if (present == null) {
      seek();
      return;
    }
    present.look(passedMs);
    switch (rule.judge(present.silentMs(), none, true, 0)) {
      case KEEP, LATE -> {}
      case ASK -> present.ping();
      case SILENT -> leave("silent for " + present.silentMs() + " ms");
    }
  }

  private void seek() {
    ParentWay feeder = ways.feeder();
    boolean busy = asking || search != null || loop.clock().monotonicMs() < nextMs;
    if (mode != StandbyMode.COLD && feeder != null && !busy) {
      asking = true;
      ways.parents().findOthers(feeder.address(), this::search);
    }
  }

  /// It is used from here on; another one is to be found.
  ParentWay take() {
    ParentWay taken = Objects.requireNonNull(way);
    forget();
    return taken;
  }

  /// It is left.
  void leave(String reason) {
    if (way != null) {
      ways.leave(way, reason);
    }
  }

  /// Its connection is gone.
  void lost(String reason) {
    LOG.info("standby lost stream={} reason=\"{}\"", wanted.key(), reason);
    host.node().counters().standbysLost.increment();
    forget();
    rest();
  }

  private void forget() {
    way = null;
    host.node().counters().standbys.decrementAndGet();
  }

  /// A newer epoch is known.
  void leaveIfOver() {
    if (way != null && ways.parents().isOver(way.epoch())) {
      leave("an epoch that is over");
    }
  }

  void close() {
    closed = true;
    if (search != null) {
      search.cancel();
      search = null;
    }
    if (way != null) {
      way.close();
      forget();
    }
  }
}
