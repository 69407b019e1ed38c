package dev.freshet.node.admin;

import dev.freshet.contract.service.Profile;
import java.util.Arrays;

/// Where a key interval lies on the curve of docs/benchmarks/gop-curve.md: what it costs in delay
/// and in bits. Pure functions: no owner.
final class GopCurve {
  /// Bitrate at equal quality beside a key interval of 2 s, as measured.
  private static final Point[] MEASURED = {
    new Point(500, 1.56, 1.06),
    new Point(1_000, 1.18, 1.01),
    new Point(2_000, 1.00, 1.00),
    new Point(4_000, 0.91, 1.00),
    new Point(8_000, 0.87, 1.00)
  };

  /// Moments at which a viewer may come, evenly over a GOP.
  private static final int JOINS = 200;

  /// @param calm factor for a picture that hardly moves
  /// @param busy factor for one that moves everywhere
  private record Point(int gopMs, double calm, double busy) {
    double of(boolean calmPicture) {
      return calmPicture ? calm : busy;
    }
  }

  private GopCurve() {}

  /// What viewers of a stream with this key interval get under `profile`.
  ///
  /// @param gopMs above 0
  static StreamStatus.GopPlace at(Profile profile, long gopMs) {
    long[] delaysMs = new long[JOINS];
    for (int i = 0; i < JOINS; i++) {
      delaysMs[i] = joinDelayMs(profile, gopMs, gopMs * i / JOINS);
    }
    Arrays.sort(delaysMs);
    return new StreamStatus.GopPlace(
        delaysMs[JOINS / 2],
        delaysMs[JOINS - 1],
        rounded(factor(gopMs, true)),
        rounded(factor(gopMs, false)));
  }

  /// How far behind a viewer starts who comes when the newest keyframe is `ageMs` old: at the
  /// newest that is `startBack` old if the GOP cache reaches it, else at the newest of all.
  private static long joinDelayMs(Profile profile, long gopMs, long ageMs) {
    long missingMs = Math.max(0, profile.startBackMs() - ageMs);
    long backMs = ageMs + Math.ceilDiv(missingMs, gopMs) * gopMs;
    return backMs <= profile.gopCacheMs() ? backMs : ageMs;
  }

  private static double factor(long gopMs, boolean calm) {
    Point before = MEASURED[0];
    for (Point point : MEASURED) {
      if (gopMs <= point.gopMs) {
        return between(before, point, gopMs, calm);
      }
      before = point;
    }
    return before.of(calm);
  }

  /// Straight between two points over the logarithm of the key interval; level beyond the ends.
  private static double between(Point from, Point to, long gopMs, boolean calm) {
    if (from.gopMs == to.gopMs) {
      return to.of(calm);
    }
    double share = Math.log((double) gopMs / from.gopMs) / Math.log((double) to.gopMs / from.gopMs);
    return from.of(calm) + share * (to.of(calm) - from.of(calm));
  }

  private static double rounded(double factor) {
    return Math.round(factor * 100) / 100.0;
  }
}
