package dev.freshet.media;

import dev.freshet.contract.Epoch;

/// What a packager cannot know when it starts in the middle of a stream; one for each GOP.
///
/// @param epoch the reign it belongs to
/// @param gop [Stamp#gop]
/// @param sequence of the GOP's entry point
/// @param dtsUs of the GOP's entry point
/// @param audioFrames how many frames of the first audio track this epoch had before this GOP
/// @param audioBaseUs the sample-exact time of the next frame of the first audio track, in us; -1
///   while there was none
/// @param unixOffsetUs what to add to a time of the stream's timeline to get the wall-clock time at
///   which the origin had it; smooth, while frames arrive early and late
/// @param limits how long segments and parts become at most
/// @param counting what manifests count from
public record GopHeader(
    Epoch epoch,
    long gop,
    long sequence,
    long dtsUs,
    long audioFrames,
    long audioBaseUs,
    long unixOffsetUs,
    Limits limits,
    Counting counting) {

  /// The origin's promise to playlists, which tell players the longest segment and part before they
  /// exist, and must not take it back.
  ///
  /// @param segmentUs no segment lasts longer; fixed for an epoch once its first segment is
  ///   complete
  /// @param partUs no part of the leading track lasts longer, as long as frames keep their pace
  public record Limits(long segmentUs, long partUs) {
    /// Nothing is promised.
    public static final Limits NONE = new Limits(0, 0);

    /// What keeps both this promise and another one.
    public Limits or(Limits other) {
      return new Limits(Math.max(segmentUs, other.segmentUs), Math.max(partUs, other.partUs));
    }
  }

  /// What manifests count from, which say when segments will be there rather than what is there.
  ///
  /// @param zeroUnixUs where all of the stream's time begins, in whole ms of Unix time; the next
  ///   epoch keeps it where it can
  /// @param stretch where time or a decoder began anew last, or the clocks were too far apart
  /// @param even where segments began to be evenly spaced last, or ceased to be
  public record Counting(long zeroUnixUs, Anchor stretch, Anchor even) {
    /// Nothing has begun.
    public static final Counting NONE = new Counting(0, Anchor.NONE, Anchor.NONE);
  }

  /// A segment from which others are counted.
  ///
  /// @param segment its number
  /// @param dtsUs when it begins, by the stream's timeline
  /// @param unixUs when the origin had its beginning, in us
  /// @param spacingUs from one segment's beginning to the next one's; 0 if they are not evenly
  ///   spaced, or nobody knows yet
  public record Anchor(long segment, long dtsUs, long unixUs, long spacingUs) {
    /// No segment.
    public static final Anchor NONE = new Anchor(-1, 0, 0, 0);

    /// How far from its place a segment that begins at `dtsUs` is, in us; negative if early.
    public long errorUs(long number, long dtsUs) {
      return dtsUs - this.dtsUs - (number - segment) * spacingUs;
    }
  }

  /// Beyond this a GOP's clock does not hold for a frame at which something began anew, in us.
  private static final long MAX_CLOCK_ERROR_US = 1_000_000;

  /// Wall-clock time, in us, at which the origin had a frame that begins a segment: as the GOP's
  /// clock says, if there is one.
  ///
  /// @param anew whether something began anew with the frame, in the middle of the GOP: time may
  ///   have jumped
  public long unixUs(long dtsUs, long ingestUnixUs, boolean anew) {
    long byClockUs = dtsUs + unixOffsetUs;
    boolean holds = !anew || Math.abs(ingestUnixUs - byClockUs) <= MAX_CLOCK_ERROR_US;
    return holds && !limits.equals(Limits.NONE) ? byClockUs : ingestUnixUs;
  }

  /// One of a stream that has no entry point yet.
  public static GopHeader none(Epoch epoch) {
    return new GopHeader(epoch, 0, 0, 0, 0, -1, 0, Limits.NONE, Counting.NONE);
  }
}
