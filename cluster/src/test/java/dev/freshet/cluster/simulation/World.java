package dev.freshet.cluster.simulation;

import java.util.PriorityQueue;
import java.util.Random;

/// Time and chance of a simulation: what happens, in order, on one thread.
final class World {
  final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowMs = 1_000;
  private long sequence;

  private record Event(long atMs, long sequence, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atMs != other.atMs
          ? Long.compare(atMs, other.atMs)
          : Long.compare(sequence, other.sequence);
    }
  }

  World(Random random) {
    this.random = random;
  }

  long nowMs() {
    return nowMs;
  }

  void after(long delayMs, Runnable task) {
    events.add(new Event(nowMs + Math.max(0, delayMs), sequence++, task));
  }

  /// A number from `from` to `to`, both included.
  long between(long from, long to) {
    return from + random.nextLong(to - from + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  void runUntil(long endMs) {
    for (Event next = events.peek(); next != null && next.atMs <= endMs; next = events.peek()) {
      events.remove();
      nowMs = next.atMs;
      next.task.run();
    }
    nowMs = endMs;
  }
}
