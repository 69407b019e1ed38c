package dev.freshet.cluster.landing;

/// The bounds of a node's landing.
///
/// @param admitMs how long a publisher waits for the store at most
/// @param lookupMs how long a lookup at peers may take
/// @param lookupPeers how many nodes hear of a stream directly, and are asked for it
/// @param absentForMs how long a stream that nobody knew is not asked for again; a third more or
///   less
/// @param maxLookups lookups under way; more answer that nobody knows
/// @param maxWaiting of one lookup; more answer that nobody knows
/// @param announceEveryMs how often peers are told of the streams held here
/// @param heardForMs how long what a peer told is believed
/// @param maxHeard streams that peers told of
/// @param maxAnnounced streams in one announcement
/// @param maxTakeovers see `takeoverWindowMs`
/// @param takeoverWindowMs a live publisher is replaced at most `maxTakeovers` times within this
/// @param retryMinMs first wait after the store failed
/// @param retryMaxMs longest wait after the store failed
/// @param maxConflicts so many writes in a row that others overtook; then a claim waits as after a
///   failure
/// @param reclaimSpreadMs a record that was lost or changed is looked at again after a random part
///   of this
/// @param maxReclaimsPerSecond looks of that kind that begin in a second
/// @param orphanAfterMs a record whose node is no member is deleted after this
/// @param maxClaims streams that this node claims or holds
/// @param maxRemembered streams whose highest epoch is remembered
/// @param maxLeadMs terms that are further in the future than this do not draw the terms of other
///   streams with them
public record LandingLimits(
    long admitMs,
    long lookupMs,
    int lookupPeers,
    long absentForMs,
    int maxLookups,
    int maxWaiting,
    long announceEveryMs,
    long heardForMs,
    int maxHeard,
    int maxAnnounced,
    int maxTakeovers,
    long takeoverWindowMs,
    long retryMinMs,
    long retryMaxMs,
    int maxConflicts,
    long reclaimSpreadMs,
    int maxReclaimsPerSecond,
    long orphanAfterMs,
    int maxClaims,
    int maxRemembered,
    long maxLeadMs) {
  public static final LandingLimits DEFAULT =
      new LandingLimits(
          300, 300, 3, 1_000, 10_000, 10_000, 5_000, 15_000, 200_000, 500, 3, 30_000, 200, 5_000, 8,
          10_000, 100, 30_000, 20_000, 200_000, 3_600_000);
}
