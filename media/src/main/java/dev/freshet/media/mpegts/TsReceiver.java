package dev.freshet.media.mpegts;

import dev.freshet.media.Track;

/// Takes what a [TsDemuxer] finds. Owned by the demuxer's loop.
public interface TsReceiver {
  /// A track is new, or its configuration changed. Its id counts the tracks in order of their
  /// announcement.
  void track(int pid, Track track);

  /// An access unit of an announced track. Takes over the reference of its payload.
  void accessUnit(TsAccessUnit unit);

  /// The clock reference that `pid` carries, in ticks of 90 kHz, unwrapped.
  default void clock(int pid, long pcrTicks) {}
}
