package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.StandbyMode;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.media.Frame;
import dev.freshet.node.metrics.RelayCounters;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ways by which one stream comes: one that feeds it, one that stands by, and for a moment one
/// that is left only when the next one brings frames. Owned by its pull.
///
/// Each way brings all frames of an epoch in their order, so where one ends another goes on: it is
/// asked for what follows the last frame, and what comes twice is dropped.
final class Ways implements WayEvents, Search.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

  /// What the stream gets of its ways.
  interface Feed {
    /// A parent gives the stream, and nobody gave it before.
    void found(HostPort parent, Epoch epoch);

    /// The next frame, with its reference.
    void take(Frame frame);

    /// What came at once has been told.
    void flush();

    /// The stream is over, and not only one way of it.
    void over(EndReason reason);

    /// It comes by no way any more.
    void lost();

    /// No parent has it now.
    void nobody();
  }

  private final PullHost host;
  private final RelayCounters counters;
  private final Wanted wanted;
  private final Loop loop;
  private final Feed feed;
  private final Place place;
  private final Parents parents;
  private final Intake intake;
  private final Standby standby;
  private final Retirement retirement;
  private final Watch watch;
  private final boolean hot;
  private @Nullable Search search; // for a way that feeds
  private @Nullable ParentWay feeder;
  private volatile List<NodeId> path = List.of();
  private boolean open; // the stream is let in
  private boolean closed;

  Ways(PullHost host, Wanted wanted, Place place, Loop loop, Feed feed) {
    this.host = host;
    this.counters = host.node().counters();
    this.wanted = wanted;
    this.place = place;
    this.loop = loop;
    this.feed = feed;
    StandbyMode mode = host.node().limits().standby().mode();
    hot = mode == StandbyMode.HOT;
    parents = new Parents(host.finder(), wanted.key(), loop);
    intake = new Intake(place, host.registry().counters(), counters, feed::take);
    standby = new Standby(host, wanted, loop, this, mode);
    retirement = new Retirement(loop, intake, place);
    watch = new Watch(loop, new SwitchRule(host.node().limits()), this);
  }

  /// The nodes that the stream passes on its way here. Thread-safe.
  List<NodeId> path() {
    return path;
  }

  /// The way that feeds, or null.
  @Nullable ParentWay feeder() {
    return feeder;
  }

  /// How the stream comes now.
  PullStatus status() {
    ParentWay second = standby.way();
    return new PullStatus(
        feeder == null ? null : feeder.parent(),
        feeder == null ? null : feeder.address(),
        second == null ? null : second.parent(),
        path);
  }

  Standby standby() {
    return standby;
  }

  Parents parents() {
    return parents;
  }

  Place place() {
    return place;
  }

  Intake intake() {
    return intake;
  }

  Retirement retirement() {
    return retirement;
  }

  /// Asks all parents, one after the other, for a way that feeds.
  void look() {
    cancelSearch();
    parents.find(this::search);
  }

  private void search(List<HostPort> candidates) {
    if (!closed) {
      search = new Search(host, wanted, loop, candidates, place.next(), false, this);
      search.start();
    }
  }

  @Override
  public boolean found(ParentLink link, Epoch epoch, List<NodeId> taken) {
    if (parents.isOver(epoch)) {
      return false;
    }
    search = null;
    if (feeder != null) {
      retirement.begin(feeder); // it is leaving
    }
    ParentWay way = new ParentWay(this, link, epoch, taken, place.last());
    intake.add(way);
    begin(way);
    if (!open) {
      link.read(false);
      feed.found(link.address(), epoch);
    }
    return true;
  }

  @Override
  public void nobody() {
    search = null;
    if (feeder == null) {
      feed.nobody();
    }
  }

  private void begin(ParentWay next) {
    feeder = next;
    path = next.path();
    place.beginParent();
    watch.reset();
  }

  /// The stream is let in: what feeds it may send, and a second way is looked for.
  void open() {
    open = true;
    watch.start();
    if (feeder != null) {
      feeder.read(true);
      leaveIfOver();
    } else {
      feed.lost(); // meanwhile
    }
  }

  /// Another node has a newer epoch.
  void moved(Epoch told) {
    parents.moved(told);
    standby.leaveIfOver();
    if (open) {
      leaveIfOver();
    }
  }

  /// Whoever feeds may not be the best any more: changes over to a better one, if that gives the
  /// stream.
  void improve() {
    if (!closed && open && feeder != null && search == null) {
      parents.findOthers(null, this::improve);
    }
  }

  private void improve(List<HostPort> candidates) {
    ParentWay present = feeder;
    if (closed || present == null || search != null) {
      return; // it has changed meanwhile
    }
    int rank = candidates.indexOf(present.address());
    List<HostPort> better = rank < 0 ? candidates : candidates.subList(0, rank);
    if (better.isEmpty()) {
      return;
    }
    LOG.info("better parent stream={} parent={}", wanted.key(), better.getFirst());
    if (standby.way() != null && standby.way().address().equals(better.getFirst())) {
      retirement.begin(present);
      promote();
    } else {
      search(better);
    }
  }

  private void leaveIfOver() {
    if (feeder != null && parents.isOver(feeder.epoch())) {
      leave(feeder, "its epoch is over");
    }
  }

  /// There is a second way. It may be the only one.
  void standbyFound() {
    if (open && feeder == null) {
      cancelSearch();
      promote();
    }
  }

  @Override
  public void subscribed(ParentWay way) {
    if (!way.equals(feeder)) {
      return;
    }
    if (way.path().contains(host.node().id())) {
      leave(way, "the stream passes this node already: " + way.path());
    } else {
      path = way.path();
    }
  }

  @Override
  public void epochBegan(ParentWay way) {
    parents.given(way.address(), way.epoch());
  }

  @Override
  public void frame(ParentWay way, Frame frame) {
    if (way.carriesMedia()) {
      intake.add(way, frame);
      if (way.equals(feeder)) {
        retirement.endFor(way);
      }
    } else {
      frame.release(); // it only says how far the way is
    }
  }

  @Override
  public void readComplete(ParentWay way) {
    if (way.carriesMedia()) {
      feed.flush();
    }
  }

  @Override
  public void skipped(ParentWay way, long frames) {
    if (!way.equals(feeder) || hot) {
      return;
    }
    if (standby.way() != null && watch.isCalm()) {
      leave(way, "skipped " + frames + " frames"); // they come by the other way
    } else {
      place.miss(frames); // the next frame's number says the same
    }
  }

  @Override
  public void leaving(ParentWay way) {
    parents.shun(way.address());
    if (standby.is(way)) {
      standby.leave("it is leaving");
    } else if (way.equals(feeder)) {
      LOG.info("parent leaving stream={} parent={}", wanted.key(), way.address());
      if (standby.way() != null) {
        retirement.begin(way);
        promote();
      } else if (search == null) {
        search(parents.others(way.address()));
      }
    }
  }

  @Override
  public void ended(ParentWay way, String label) {
    EndReason reason = Ending.of(label);
    if (way.equals(feeder) && Ending.isOver(reason) && open) {
      feed.over(reason);
    } else {
      lost(way, label);
    }
  }

  @Override
  public void lost(ParentWay way, String reason) {
    intake.remove(way);
    if (standby.is(way)) {
      standby.lost(reason);
      if (feeder != null) {
        feeder.fillIn(place.next()); // what it dropped as the other one was to bring it
      }
    } else if (way.equals(feeder)) {
      feederLost(way, reason);
    } else {
      retirement.forget(way);
    }
  }

  /// Leaves a way for another one.
  void leave(ParentWay way, String reason) {
    way.close();
    lost(way, reason);
  }

  private void feederLost(ParentWay way, String reason) {
    feeder = null;
    parents.shun(way.address());
    if (!open) {
      return; // whether the stream is let in is not decided yet
    }
    LOG.info("parent lost stream={} parent={} reason=\"{}\"", wanted.key(), way.address(), reason);
    counters.parentsLost.increment();
    if (standby.way() != null) {
      promote();
    } else if (search == null) {
      feed.lost();
    }
  }

  /// The second way feeds from here on.
  private void promote() {
    ParentWay next = standby.take();
    counters.switches.increment();
    LOG.info("parent switched stream={} parent={}", wanted.key(), next.address());
    begin(next);
    next.feedFrom(place.next());
  }

  /// Says something to whoever feeds the stream.
  void sendUp(RelayMessage message) {
    if (feeder != null) {
      feeder.sendUp(message);
    }
  }

  /// Nothing is wanted any more.
  void close() {
    closed = true;
    cancelSearch();
    watch.stop();
    standby.close();
    retirement.close();
    if (feeder != null) {
      feeder.close();
      feeder = null;
    }
  }

  private void cancelSearch() {
    parents.cancel();
    if (search != null) {
      search.cancel();
      search = null;
    }
  }
}
