package dev.freshet.cluster.simulation;

import dev.freshet.cluster.routing.Following;
import dev.freshet.cluster.routing.RouteChange;
import dev.freshet.cluster.routing.RouteRequest;
import dev.freshet.cluster.routing.Way;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream at one node: published here, or pulled the way that the router says, make before
/// break. As much of a relay as shows what routing does.
final class RoutedFeed {
  private static final int LOG_FRAMES = 15;
  private static final long SILENT_MS = 1_000;
  private static final long STARVED_MS = 3_000;
  private static final long OPENING_MS = 1_500;
  private static final long LINGER_MS = 2_000;
  private static final long BUG_DWELL_MS = 30_000;

  final StreamKey key;
  private final RoutedNode node;
  private final boolean watched;
  private final Deque<Frame> log = new ArrayDeque<>();
  private final Map<NodeId, Child> children = new TreeMap<>();
  private final List<Asker> askers = new ArrayList<>();
  private @Nullable Following following;
  private @Nullable Upstream current;
  private @Nullable Upstream next;
  private boolean published;
  private long lastSequence = -1;
  private long childlessSinceMs;
  private long switchedMs = -BUG_DWELL_MS;

  /// @param path the nodes that it passed, its origin first
  /// @param fromLog whether it lay in a log on its way
  record Frame(long sequence, List<NodeId> path, boolean fromLog) {}

  private record Child(long number, RoutedNetwork.Line line, List<NodeId> below) {}

  private record Asker(
      NodeId node, long number, RoutedNetwork.Line line, List<NodeId> below, long after) {}

  /// A subscription at a parent.
  private static final class Upstream {
    final long number;
    final Way way;
    final long openedMs;
    List<NodeId> path = List.of();
    boolean accepted;
    long heardMs;
    long frameMs;

    Upstream(long number, Way way, long nowMs) {
      this.number = number;
      this.way = way;
      this.openedMs = nowMs;
      this.heardMs = nowMs;
      this.frameMs = nowMs;
    }
  }

  /// @param watched whether this node's own viewers want it
  RoutedFeed(RoutedNode node, StreamKey key, boolean watched) {
    this.node = node;
    this.key = key;
    this.watched = watched;
    this.childlessSinceMs = node.nowMs();
  }

  void publish() {
    published = true;
  }

  /// The encoder sends a frame.
  void frame(long sequence) {
    deliver(new Frame(sequence, List.of(), false));
  }

  /// Every 250 ms.
  void tick() {
    children.forEach((child, at) -> send(at.line, child, feed -> feed.alive(at.number)));
    boolean wanted = watched || !children.isEmpty() || !askers.isEmpty();
    childlessSinceMs = wanted ? node.nowMs() : childlessSinceMs;
    if (published) {
      return;
    }
    if (node.nowMs() - childlessSinceMs > LINGER_MS) {
      close();
    } else if (watched || following != null) {
      follow();
      checkSilence();
      steer();
    }
  }

  private void follow() {
    if (following == null) {
      following = node.follow(request(), this::moved);
    }
  }

  private RouteRequest request() {
    List<NodeId> longest =
        chains().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    Set<NodeId> others = new HashSet<>();
    chains().forEach(others::addAll);
    return new RouteRequest(
        node.routingKey(key), node.origin(key), longest, others, node.policy(key));
  }

  private List<List<NodeId>> chains() {
    List<List<NodeId>> chains = new ArrayList<>();
    if (node.bug() != RoutingBug.NO_PATH_CHECK) {
      children.values().forEach(child -> chains.add(child.below));
      askers.forEach(asker -> chains.add(asker.below));
    }
    return chains;
  }

  private void belowChanged() {
    if (following != null) {
      following.update(request());
    }
  }

  private void moved(RouteChange change) {
    if (change.cause() == RouteChange.Cause.COMFORT) {
      node.auditor().comfortMove(node.id, key);
    }
    boolean late =
        node.bug() == RoutingBug.FAILURE_DWELL && node.nowMs() - switchedMs < BUG_DWELL_MS;
    if (!late) {
      node.post(this::steer);
    }
  }

  private void checkSilence() {
    Upstream feeding = current;
    long nowMs = node.nowMs();
    if (node.bug() == RoutingBug.DEAF_PINGS) {
      return;
    }
    if (feeding != null && nowMs - feeding.heardMs > SILENT_MS) {
      dropCurrent();
      node.router().broken(feeding.way, "silent");
    } else if (feeding != null && nowMs - feeding.frameMs > STARVED_MS) {
      dropCurrent();
      refusedBy(feeding);
    }
    Upstream opening = next;
    if (opening != null && nowMs - opening.openedMs > OPENING_MS + (opening.accepted ? 2_000 : 0)) {
      drop(opening);
      next = null;
      refusedBy(opening);
    }
  }

  private void refusedBy(Upstream upstream) {
    if (following != null) {
      following.refused(upstream.way);
    }
  }

  /// Goes where the router says.
  private void steer() {
    Way want = following == null || published ? null : following.routes().first();
    if (want == null) {
      return;
    }
    boolean there = current != null && current.way.link().equals(want.link());
    boolean going = next != null && next.way.link().equals(want.link());
    boolean stuck =
        node.bug() == RoutingBug.FAILURE_DWELL && node.nowMs() - switchedMs < BUG_DWELL_MS;
    if (next != null && !going) {
      drop(next);
      next = null;
    }
    if (!there && !going && !stuck) {
      open(want);
    }
  }

  private void open(Way way) {
    Upstream opening = new Upstream(node.nextNumber(), way, node.nowMs());
    next = opening;
    node.auditor().pullOpened(node.id, key, opening.number);
    List<NodeId> below = new ArrayList<>(request().below());
    below.add(node.id);
    RoutedNetwork.Line back = node.line(way).back();
    Asker asker = new Asker(node.id, opening.number, back, below, lastSequence);
    send(node.line(way), way.node(), feed -> feed.asked(asker));
  }

  // the parent's side

  private void asked(Asker asker) {
    boolean loops = asker.below.contains(node.id) || isAsking(asker.node);
    if (loops && node.bug() != RoutingBug.NO_PATH_CHECK) {
      refuse(asker);
    } else if (published || current != null) {
      accept(asker);
    } else {
      askers.removeIf(other -> other.node.equals(asker.node));
      askers.add(asker);
      follow();
      belowChanged();
      steer();
    }
  }

  private boolean isAsking(NodeId other) {
    return next != null && !next.accepted && next.way.node().equals(other);
  }

  private void accept(Asker asker) {
    List<NodeId> path = path();
    boolean loops = path.contains(asker.node) && node.bug() != RoutingBug.NO_PATH_CHECK;
    boolean far = path.size() + asker.below.size() > node.maxPathNodes();
    if (loops || far) {
      refuse(asker);
      return;
    }
    send(asker.line, asker.node, feed -> feed.accepted(asker.number, path));
    for (Frame frame : log) {
      if (frame.sequence > asker.after) {
        Frame late = new Frame(frame.sequence, frame.path, true);
        send(asker.line, asker.node, feed -> feed.received(asker.number, late));
      }
    }
    children.put(asker.node, new Child(asker.number, asker.line, asker.below));
    belowChanged();
  }

  private void refuse(Asker asker) {
    send(asker.line, asker.node, feed -> feed.refused(asker.number));
  }

  private void left(NodeId child, long number) {
    askers.removeIf(asker -> asker.node.equals(child) && asker.number == number);
    Child present = children.get(child);
    if (present != null && present.number == number) {
      children.remove(child);
      belowChanged();
    }
  }

  /// The nodes that the stream passes on its way to a child of this node.
  private List<NodeId> path() {
    List<NodeId> path = new ArrayList<>(current == null ? List.of() : current.path);
    path.add(node.id);
    return path;
  }

  // the child's side

  private @Nullable Upstream upstream(long number) {
    if (current != null && current.number == number) {
      return current;
    }
    return next != null && next.number == number ? next : null;
  }

  private void accepted(long number, List<NodeId> path) {
    Upstream upstream = upstream(number);
    if (upstream == null) {
      return;
    }
    upstream.accepted = true;
    pathIs(number, path);
  }

  /// The parent gets the stream this way, now or from now on.
  private void pathIs(long number, List<NodeId> path) {
    Upstream upstream = upstream(number);
    if (upstream == null) {
      return;
    }
    upstream.path = path;
    upstream.heardMs = node.nowMs();
    upstream.frameMs = node.nowMs();
    List<NodeId> whole = new ArrayList<>(path);
    whole.add(node.id);
    if (node.bug() != RoutingBug.NO_PATH_CHECK
        && node.router().fault(whole, node.policy(key)) != null) {
      drop(upstream);
      forget(upstream);
      refusedBy(upstream);
    } else if (upstream.equals(current)) {
      tellPath();
    } else if (current == null) {
      take(upstream);
    }
  }

  private void take(Upstream upstream) {
    Upstream before = current;
    current = upstream;
    next = null;
    switchedMs = node.nowMs();
    if (before != null && node.bug() != RoutingBug.TWO_PULLS) {
      drop(before);
    }
    tellPath();
    List<Asker> waiting = List.copyOf(askers);
    askers.clear();
    waiting.forEach(this::accept);
  }

  private void tellPath() {
    List<NodeId> path = path();
    children.forEach((child, at) -> {
      long number = at.number;
      send(at.line, child, feed -> feed.pathIs(number, path));
    });
  }

  private void refused(long number) {
    Upstream upstream = upstream(number);
    if (upstream != null) {
      drop(upstream);
      forget(upstream);
      refusedBy(upstream);
    }
  }

  private void alive(long number) {
    Upstream upstream = upstream(number);
    if (upstream != null) {
      upstream.heardMs = node.nowMs();
    }
  }

  private void received(long number, Frame frame) {
    Upstream upstream = upstream(number);
    if (upstream == null) {
      return;
    }
    if (!frame.fromLog) {
      node.auditor().arrived(node.id, key, frame.path);
    }
    upstream.heardMs = node.nowMs();
    upstream.frameMs = node.nowMs();
    if (upstream.equals(next) && frame.sequence <= lastSequence + 1) {
      take(upstream); // it has what comes next: the old parent may go
    } else if (upstream.equals(next) && current == null) {
      take(upstream);
    }
    if (frame.sequence > lastSequence && upstream.equals(current)) {
      deliver(frame);
    }
  }

  private void deliver(Frame frame) {
    lastSequence = frame.sequence;
    List<NodeId> path = new ArrayList<>(frame.path);
    path.add(node.id);
    Frame passed = new Frame(frame.sequence, path, frame.fromLog);
    log.addLast(passed);
    if (log.size() > LOG_FRAMES) {
      log.removeFirst();
    }
    if (watched) {
      node.auditor().shown(node.id, key, frame.sequence);
    }
    children.forEach((child, at) -> {
      long number = at.number;
      send(at.line, child, feed -> feed.received(number, passed));
    });
  }

  private void drop(Upstream upstream) {
    node.auditor().pullClosed(node.id, key, upstream.number);
    send(node.line(upstream.way), upstream.way.node(), feed -> feed.left(node.id, upstream.number));
  }

  private void dropCurrent() {
    if (current != null) {
      drop(current);
      current = null;
    }
  }

  private void forget(Upstream upstream) {
    current = upstream.equals(current) ? null : current;
    next = upstream.equals(next) ? null : next;
  }

  private void close() {
    dropCurrent();
    if (next != null) {
      drop(next);
      next = null;
    }
    if (following != null) {
      following.close();
      following = null;
    }
    lastSequence = -1;
    log.clear();
  }

  private void send(RoutedNetwork.Line line, NodeId to, Consumer<RoutedFeed> task) {
    node.send(line, to, key, task);
  }

  // for the auditor

  /// Who feeds this node, or null.
  @Nullable Way parent() {
    return current == null ? null : current.way;
  }

  /// All nodes that get it through this one: they must move before it can move to them.
  Set<NodeId> below() {
    return request().excluded();
  }

  @Nullable Following following() {
    return following;
  }
}
