package dev.freshet.hub;

/// The bounds of a [StreamRegistry].
///
/// @param maxStreams most streams on this node
/// @param maxWaiters most play requests that wait for publishers on this node
/// @param maxTakeovers most takeovers of a live publisher within `takeoverWindowMs`
/// @param takeoverWindowMs see `maxTakeovers`
/// @param trackWaitMs how long the first frames are held back for the second kind of track
/// @param sendBytes most bytes handed to a viewer's socket at once
public record RegistryLimits(
    int maxStreams,
    int maxWaiters,
    int maxTakeovers,
    int takeoverWindowMs,
    int trackWaitMs,
    int sendBytes) {
  /// What a node starts with.
  public static final RegistryLimits DEFAULTS =
      new RegistryLimits(20_000, 50_000, 3, 30_000, 250, 256 * 1024);
}
