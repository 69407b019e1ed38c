package dev.freshet.hub;

/// The bounds of a [StreamRegistry] and of its streams. Each is a configuration key below
/// `limits:`, named like the component without its unit of time. Immutable.
///
/// @param maxStreams most streams on this node
/// @param maxWaiters most play requests that wait for publishers on this node
/// @param maxClaims most publish requests of one stream that wait for a decision
/// @param landingTimeoutMs how long a decision may take before those who wait are refused
/// @param maxTakeovers most takeovers of a live publisher within `takeoverWindowMs`
/// @param takeoverWindowMs see `maxTakeovers`
/// @param trackWaitMs how long the first frames are held back for the second kind of track
/// @param sendBytes about how many bytes are handed to a viewer's socket at once; blocks are whole
/// @param maxIngestBytes most bytes of one publication on their way from its loop to the stream's
/// @param maxCrossingBytes most bytes of one stream on their way to one loop with viewers
public record RegistryLimits(
    int maxStreams,
    int maxWaiters,
    int maxClaims,
    int landingTimeoutMs,
    int maxTakeovers,
    int takeoverWindowMs,
    int trackWaitMs,
    int sendBytes,
    int maxIngestBytes,
    int maxCrossingBytes) {
  /// What a node starts with.
  public static final RegistryLimits DEFAULTS =
      new RegistryLimits(20_000, 50_000, 16, 3_000, 3, 30_000, 250, 256 * 1024, 16 << 20, 16 << 20);
}
