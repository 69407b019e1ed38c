package dev.freshet.bench.gop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// When viewers come. A value: no owner.
///
/// @param joins in the order of their times
record JoinPlan(List<Join> joins) {
  /// One viewer.
  ///
  /// @param atMs after the start
  record Join(long atMs, PushedStream stream) {}

  JoinPlan {
    joins = List.copyOf(joins);
  }

  /// `count` joins of each stream at random moments of `durationMs`. They fall evenly on the places
  /// of a GOP, wherever its keyframes lie: each `count`-th part of a GOP gets one, in a GOP drawn
  /// by lot.
  static JoinPlan random(
      List<PushedStream> streams, int count, long durationMs, RandomGenerator random) {
    List<Join> joins = new ArrayList<>();
    for (PushedStream stream : streams) {
      int gops = (int) (durationMs / stream.gopMs());
      for (int i = 0; i < count; i++) {
        double place = (i + random.nextDouble()) / count;
        joins.add(new Join((long) ((random.nextInt(gops) + place) * stream.gopMs()), stream));
      }
    }
    joins.sort(Comparator.comparingLong(Join::atMs));
    return new JoinPlan(joins);
  }
}
