package dev.freshet.cluster.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The ways between nodes and the store: delay, jitter, loss (as TCP knows it: later), partitions,
/// and cuts in one direction.
final class Network {
  static final String STORE = "store";

  private final World world;
  private final Map<String, Integer> sides = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final long delayMs;
  private final long jitterMs;
  private int lossPercent;

  Network(World world) {
    this.world = world;
    this.delayMs = world.between(1, 30);
    this.jitterMs = world.between(0, 20);
  }

  /// An end is on `side` of a partition; all are on 0 at first.
  void side(String end, int side) {
    sides.put(end, side);
  }

  /// Nothing comes from `from` to `to`; the other way stays.
  void cut(String from, String to) {
    cut.add(from + ">" + to);
  }

  void lose(int percent) {
    lossPercent = percent;
  }

  void heal() {
    sides.clear();
    cut.clear();
    lossPercent = 0;
  }

  boolean isOpen(String from, String to) {
    return (sides.isEmpty() || sides.getOrDefault(from, 0).equals(sides.getOrDefault(to, 0)))
        && (cut.isEmpty() || !cut.contains(from + ">" + to));
  }

  /// Carries a message.
  ///
  /// @param lost run instead of `arrive` if there is no way
  void send(String from, String to, Runnable arrive, Runnable lost) {
    world.after(delay(), () -> (isOpen(from, to) ? arrive : lost).run());
  }

  void send(String from, String to, Runnable arrive) {
    send(from, to, arrive, () -> {});
  }

  long delay() {
    long late = world.chance(lossPercent) ? 200 : 0;
    return delayMs + world.between(0, jitterMs) + late;
  }
}
