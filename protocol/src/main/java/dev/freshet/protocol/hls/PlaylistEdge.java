package dev.freshet.protocol.hls;

/// Where a media playlist ends at this moment: all that decides about a waiting player (6.2.5.2). A
/// value: no owner. Decide again for each waiting player when a part or segment is added.
///
/// @param lastNumber the last complete segment; one less than the first number if there is none
/// @param lastSegmentParts how many parts that segment has
/// @param openParts how many parts of the segment after it are complete
/// @param partTargetUs the longest part; 0: no parts
/// @param targetDurationUs the longest segment
/// @param ended whether nothing will be added
public record PlaylistEdge(
    long lastNumber,
    int lastSegmentParts,
    int openParts,
    long partTargetUs,
    long targetDurationUs,
    boolean ended) {
  private static final long MAX_SEGMENTS_AHEAD = 2;
  private static final long MAX_AHEAD_US = 3_000_000;

  /// What a server does about a request that names a segment or part.
  public enum Readiness {
    /// answer with the playlist as it is now
    READY,
    /// answer once the playlist has what was asked for; 503 after three target durations
    WAIT,
    /// answer 400: nobody can know of that segment or part yet
    TOO_FAR
  }

  /// Whether the playlist has what `request` waits for. An old number is ready: the answer is the
  /// whole playlist even if that segment has gone.
  public Readiness readiness(PlaylistRequest.Reload request) {
    if (ended) {
      return Readiness.READY; // 6.2.5.2: directives are ignored then
    }
    if (request.number() - MAX_SEGMENTS_AHEAD > lastNumber) {
      return Readiness.TOO_FAR;
    }
    long ahead = request.number() - lastNumber;
    if (!request.hasPart() || partTargetUs == 0) {
      return ahead <= 0 ? Readiness.READY : Readiness.WAIT;
    }
    if (ahead == 0 && request.part() >= lastSegmentParts) {
      return partReadiness(1, 0); // behind a segment's last part comes the next one's first
    }
    return partReadiness(ahead, request.part());
  }

  private Readiness partReadiness(long ahead, int part) {
    if (ahead <= 0) {
      return Readiness.READY;
    }
    int partsThere = ahead == 1 ? openParts : 0;
    if (part < partsThere) {
      return Readiness.READY;
    }
    return (long) part + 1 - partsThere >= maxPartsAhead() ? Readiness.TOO_FAR : Readiness.WAIT;
  }

  /// The draft's Advance Part Limit: three seconds of parts, at least three. Two target durations
  /// of parts pass as well: outside its low-latency mode hls.js waits for a whole segment by naming
  /// its last part.
  private long maxPartsAhead() {
    long limit = Math.max(3, Math.ceilDiv(MAX_AHEAD_US, partTargetUs));
    return Math.max(limit, Math.ceilDiv(2 * targetDurationUs, partTargetUs));
  }
}
