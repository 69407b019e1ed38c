package dev.freshet.cluster.simulation;

import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.routing.LinkClass;
import dev.freshet.contract.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The lines between nodes: each has a delay by its regions and class, jitter, and faults. What one
/// node sends another on one line arrives in order, as TCP has it; what is lost arrives late.
final class RoutedNetwork {
  private final World world;
  private final Map<NodeId, NodeRecord> nodes;
  private final Map<String, Long> regionDelayMs = new HashMap<>();
  private final Map<Line, Long> baseMs = new HashMap<>();
  private final Map<Line, Long> lastArrivalMs = new HashMap<>();
  private final Map<Line, Degraded> degraded = new HashMap<>();
  private final Set<Line> cut = new HashSet<>();
  private final Map<NodeId, Integer> sides = new HashMap<>();
  private final long jitterMs;

  /// One direction of a link.
  record Line(NodeId from, NodeId to, LinkClass linkClass) {
    @Override
    public int hashCode() {
      return 31 * (31 * from.hashCode() + to.hashCode()) + linkClass.ordinal();
    }

    Line back() {
      return new Line(to, from, linkClass);
    }
  }

  private record Degraded(long addedMs, int lossPercent) {}

  RoutedNetwork(World world, Map<NodeId, NodeRecord> nodes) {
    this.world = world;
    this.nodes = nodes;
    this.jitterMs = world.between(0, 6);
  }

  void cut(Line line) {
    cut.add(line);
  }

  void degrade(Line line, long addedMs, int lossPercent) {
    degraded.put(line, new Degraded(addedMs, lossPercent));
  }

  void side(NodeId node, int side) {
    sides.put(node, side);
  }

  void heal() {
    cut.clear();
    degraded.clear();
    sides.clear();
  }

  boolean isOpen(Line line) {
    int from = sides.getOrDefault(line.from, 0);
    int to = sides.getOrDefault(line.to, 0);
    return from == to && !cut.contains(line);
  }

  /// Carries a message, if there is a way.
  void send(Line line, Runnable arrive) {
    long atMs = world.nowMs() + delayMs(line);
    long orderedMs = Math.max(atMs, lastArrivalMs.getOrDefault(line, 0L));
    lastArrivalMs.put(line, orderedMs);
    boolean open = isOpen(line);
    world.after(
        orderedMs - world.nowMs(),
        () -> {
          if (open && isOpen(line)) {
            arrive.run();
          }
        });
  }

  private long delayMs(Line line) {
    Degraded worse = degraded.isEmpty() ? null : degraded.get(line);
    long ms = baseMs(line) + world.between(0, jitterMs);
    return worse == null ? ms : ms + worse.addedMs + (world.chance(worse.lossPercent) ? 250 : 0);
  }

  private long baseMs(Line line) {
    return baseMs.computeIfAbsent(line, this::distanceMs);
  }

  private long distanceMs(Line line) {
    String one = region(line.from);
    String other = region(line.to);
    if (one.equals(other)) {
      return 2;
    }
    String pair = one.compareTo(other) < 0 ? one + other : other + one;
    long publicMs = regionDelayMs.computeIfAbsent(pair, _ -> world.between(10, 60));
    return line.linkClass == LinkClass.PRIVATE ? publicMs * 4 / 5 : publicMs;
  }

  private String region(NodeId node) {
    return Objects.requireNonNull(nodes.get(node)).region();
  }
}
