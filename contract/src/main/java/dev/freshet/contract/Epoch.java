package dev.freshet.contract;

import java.util.Comparator;

/// One reign of an origin over a stream: `(epoch, sequence)` names a frame everywhere. Higher wins.
///
/// @param term the larger of the highest term seen + 1 and the corrected Unix time in ms, so that
///   it needs no disk and never falls
/// @param node the origin
public record Epoch(long term, NodeId node) implements Comparable<Epoch> {
  private static final Comparator<Epoch> ORDER =
      Comparator.comparingLong(Epoch::term).thenComparing(Epoch::node);

  /// The epoch that follows `highestSeenTerm` at `unixMs`.
  public static Epoch next(long highestSeenTerm, long unixMs, NodeId node) {
    return new Epoch(Math.max(highestSeenTerm + 1, unixMs), node);
  }

  @Override
  public int compareTo(Epoch other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return term + "@" + node;
  }
}
