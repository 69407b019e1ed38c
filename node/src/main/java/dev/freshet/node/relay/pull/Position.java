package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Stamp;
import java.util.Comparator;

/// How far a stream has come. A value: no owner.
record Position(Epoch epoch, long sequence) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::epoch).thenComparingLong(Position::sequence);

  static Position of(Stamp stamp) {
    return new Position(stamp.epoch(), stamp.sequence());
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  boolean isBehind(Position other) {
    return compareTo(other) < 0;
  }
}
