package dev.freshet.hub;

import dev.freshet.media.GopHeader;

/// What is remembered of a stream that ended, for the next of its name: numbers never fall,
/// playlists go on, and what they promised holds.
///
/// @param term of its epoch
/// @param last its newest segment and discontinuity, -1 if nobody remembers; what was promised
record Reign(long term, Timeline.Numbers last) {
  /// Of a name that nobody remembers.
  static final Reign NONE = new Reign(0, new Timeline.Numbers(-1, -1, GopHeader.Limits.NONE, 0));

  /// Where the next epoch begins to count: behind this one, if that is remembered and nobody
  /// reigned in between.
  Timeline.Start next(Landing.Answer.Landed landed) {
    long segment = landed.firstSegment();
    GopHeader.Limits promised = last.promised().or(landed.promised());
    return last.segment() < 0 || landed.previousTerm() > term
        ? new Timeline.Start(segment, segment, false, promised, last.zeroUnixUs())
        : new Timeline.Start(
            last.segment() + 1, last.discontinuity() + 1, true, promised, last.zeroUnixUs());
  }

  /// The number behind the last segment, 0 if nobody remembers.
  long nextSegment() {
    return last.segment() + 1;
  }
}
