package dev.freshet.protocol.hls;

import org.jspecify.annotations.Nullable;

/// What stays the same as long as a media playlist lives: players fail when a target duration
/// changes. A value: no owner.
///
/// @param targetDurationSeconds no segment is longer, rounded (4.4.3.1): forced cuts keep it
/// @param independentSegments the caller's word that no segment needs another; it is said while no
///   listed segment contradicts it (4.4.2.1)
/// @param holdBackUs how far from the end to play without parts, at least three target durations
///   (4.4.3.8); 0 leaves it out, which means these three
/// @param canBlockReload whether a player may wait for the next playlist (6.2.5.2)
/// @param canSkipUntilUs how old a segment must be to be skipped by a delta update, at least six
///   target durations (6.2.5.1); 0: no delta updates
/// @param partTargetUs the longest part (4.4.3.7); 0: no parts
/// @param partHoldBackUs how far from the end to play with parts, at least two part targets, better
///   three; 0 without parts
/// @param start where to start, or null for the player's own choice
public record PlaylistTerms(
    int targetDurationSeconds,
    boolean independentSegments,
    long holdBackUs,
    boolean canBlockReload,
    long canSkipUntilUs,
    long partTargetUs,
    long partHoldBackUs,
    @Nullable StartPoint start) {
  static final long SECOND_US = 1_000_000;

  public PlaylistTerms {
    Expect.atLeast("targetDurationSeconds", targetDurationSeconds, 1);
    long targetUs = targetDurationSeconds * SECOND_US;
    Expect.atLeast("holdBackUs", holdBackUs, holdBackUs == 0 ? 0 : 3 * targetUs);
    Expect.atLeast("canSkipUntilUs", canSkipUntilUs, canSkipUntilUs == 0 ? 0 : 6 * targetUs);
    Expect.atLeast("partTargetUs", partTargetUs, 0);
    Expect.atLeast("partHoldBackUs", partHoldBackUs, 2 * partTargetUs);
  }

  /// A playlist of whole segments that players poll.
  public static PlaylistTerms ordinary(int targetDurationSeconds) {
    return new PlaylistTerms(targetDurationSeconds, false, 0, false, 0, 0, 0, null);
  }

  /// A low-latency playlist with the hold-backs and the skip boundary that the draft recommends.
  public static PlaylistTerms lowLatency(int targetDurationSeconds, long partTargetUs) {
    long targetUs = targetDurationSeconds * SECOND_US;
    return new PlaylistTerms(
        targetDurationSeconds,
        false,
        3 * targetUs,
        true,
        6 * targetUs,
        partTargetUs,
        3 * partTargetUs,
        null);
  }

  /// The target duration in the unit of everything else.
  public long targetDurationUs() {
    return targetDurationSeconds * SECOND_US;
  }

  /// The same, and whether every segment stands alone.
  public PlaylistTerms withIndependentSegments(boolean independent) {
    return new PlaylistTerms(
        targetDurationSeconds,
        independent,
        holdBackUs,
        canBlockReload,
        canSkipUntilUs,
        partTargetUs,
        partHoldBackUs,
        start);
  }

  /// The same, with a profile's own distances from the end.
  public PlaylistTerms withHoldBacks(long newHoldBackUs, long newPartHoldBackUs) {
    return new PlaylistTerms(
        targetDurationSeconds,
        independentSegments,
        newHoldBackUs,
        canBlockReload,
        canSkipUntilUs,
        partTargetUs,
        newPartHoldBackUs,
        start);
  }

  /// The same, and where to start.
  public PlaylistTerms withStart(@Nullable StartPoint newStart) {
    return new PlaylistTerms(
        targetDurationSeconds,
        independentSegments,
        holdBackUs,
        canBlockReload,
        canSkipUntilUs,
        partTargetUs,
        partHoldBackUs,
        newStart);
  }
}
