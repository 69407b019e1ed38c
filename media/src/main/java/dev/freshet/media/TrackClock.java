package dev.freshet.media;

/// The clock that a track's samples are timed by. A value: no owner.
///
/// Sound counts its own samples, so that its times are exact; everything else counts by 90 kHz,
/// which holds the whole ms of RTMP and the clock of RTP and MPEG-TS without rounding.
///
/// @param timescale ticks a second
public record TrackClock(int timescale) {
  private static final int VIDEO = 90_000;
  private static final long US = 1_000_000;

  /// The clock of this track.
  public static TrackClock of(Track track) {
    return new TrackClock(
        track instanceof Track.Audio audio && audio.sampleRate() > 0 ? audio.sampleRate() : VIDEO);
  }

  /// The tick nearest to a time in us. Stamps are rounded to us, which is less than half a tick: a
  /// time that was a whole number of ticks is one again.
  public long ticks(long us) {
    long seconds = Math.floorDiv(us, US);
    return seconds * timescale + (Math.floorMod(us, US) * timescale + US / 2) / US;
  }

  /// The time of a tick in us, rounded.
  public long us(long ticks) {
    long seconds = Math.floorDiv(ticks, timescale);
    return seconds * US + (Math.floorMod(ticks, timescale) * US + timescale / 2) / timescale;
  }
}
