package dev.freshet.media;

import dev.freshet.contract.Epoch;

/// The identity of a frame, given once by its origin and carried unchanged by every node.
///
/// @param epoch the origin's reign; `(epoch, sequence)` names the frame everywhere
/// @param sequence one counter for all tracks, in ingest order, from 0 in each epoch
/// @param track [Track#id]
/// @param gop counts entry points, from 0 in each epoch
/// @param segment the segment that holds this frame
/// @param part the part of the segment that holds this frame, from 0
/// @param openSegment with `openPart`: everything before this position is complete, no later frame
///   belongs to it. So each segment and part has an explicit end.
/// @param openPart see `openSegment`
/// @param discontinuity counts the places where time jumps or a decoder must start anew
/// @param flags of [Flag]
/// @param dtsUs decoding time in us of the stream's timeline; never falls within a track
/// @param ptsUs presentation time in us of the stream's timeline, never before `dtsUs`
/// @param ingestUnixUs wall-clock time at the origin when the frame's last byte had arrived
public record Stamp(
    Epoch epoch,
    long sequence,
    int track,
    long gop,
    long segment,
    int part,
    long openSegment,
    int openPart,
    long discontinuity,
    int flags,
    long dtsUs,
    long ptsUs,
    long ingestUnixUs) {

  /// The frame is a keyframe of its own track.
  public static final int KEYFRAME = 1;

  /// A subscriber may start here: it opens a GOP of the stream.
  public static final int ENTRY_POINT = 2;

  /// The segment before this frame was cut without an entry point, as keyframes stayed away.
  public static final int FORCED_CUT = 4;

  /// No other frame refers to this one.
  public static final int DISPOSABLE = 8;

  /// The first frame after the stream header changed: muxers write it anew before this frame.
  public static final int HEADER_CHANGED = 16;

  /// The first frame, in order of `sequence`, of its part, and if that is part 0 of its segment:
  /// who has seen it, and later an open position behind the part, holds all of it.
  public static final int PART_START = 32;

  /// The segment that begins with this frame does not go on where the one before ended: time jumps,
  /// or a decoder must start anew.
  public static final int DISCONTINUITY = 64;

  /// Whether a segment begins with this frame.
  public boolean beginsSegment() {
    return has(PART_START) && part == 0;
  }

  /// The same `us` later.
  Stamp later(long us) {
    return new Stamp(
        epoch,
        sequence,
        track,
        gop,
        segment,
        part,
        openSegment,
        openPart,
        discontinuity,
        flags,
        dtsUs + us,
        ptsUs + us,
        ingestUnixUs);
  }

  /// Whether any bit of `flag` is set.
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
