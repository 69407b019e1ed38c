package dev.freshet.cluster.routing;

/// How much better a way must be before a stream moves that is well where it is. Failures wait for
/// none of this.
///
/// @param betterPercent and
/// @param betterMs so much better the other way must be
/// @param rounds so many reviews in a row
/// @param dwellMs a stream stays this long after any move
/// @param maxMoves comfort moves within `movesWindowMs`
/// @param movesWindowMs see `maxMoves`
/// @param severeFactor a way that is so many times worse than the best, and
/// @param severeMs so much worse, has failed in all but name: it is left after two reviews
public record ComfortLimits(
    int betterPercent,
    int betterMs,
    int rounds,
    long dwellMs,
    int maxMoves,
    long movesWindowMs,
    int severeFactor,
    int severeMs) {
  public static final ComfortLimits DEFAULT =
      new ComfortLimits(15, 10, 3, 30_000, 2, 300_000, 3, 200);
}
