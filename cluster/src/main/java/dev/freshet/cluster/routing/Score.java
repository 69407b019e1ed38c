package dev.freshet.cluster.routing;

/// What a way costs, in milliseconds of round trip that it is as bad as. Immutable.
///
/// @param linkMs round trip to the next node
/// @param jitterMs its deviation, weighted
/// @param lossMs pings lost on it, weighted
/// @param loadMs for a loaded node
/// @param costMs of the class of line
/// @param restMs from the next node to the origin, as it measures that itself, else assumed
/// @param placeMs hops, the place in the order of hashing, tiers left out, a lateral hop, a
///   crossing
public record Score(
    int linkMs, int jitterMs, int lossMs, int loadMs, int costMs, int restMs, int placeMs) {
  /// Lower is better.
  public int totalMs() {
    return linkMs + jitterMs + lossMs + loadMs + costMs + restMs + placeMs;
  }
}
