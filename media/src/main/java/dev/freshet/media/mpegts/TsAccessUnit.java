package dev.freshet.media.mpegts;

import dev.freshet.media.RawFrame;
import io.netty.buffer.ByteBuf;

/// One access unit as a transport stream had it. A value, as long as its payload is held.
///
/// @param pid the stream that it came in
/// @param track [dev.freshet.media.Track#id], announced before
/// @param ptsTicks presentation time in ticks of 90 kHz, unwrapped
/// @param dtsTicks decoding time in ticks of 90 kHz, unwrapped
/// @param isKeyframe whether decoding may start here
/// @param isDiscontinuity whether something before it is missing, or the sender said that time
///   jumps
/// @param payload as [dev.freshet.media.Track]'s codec defines it: NAL units behind lengths of 4
///   bytes, without delimiters and parameter sets; AAC without ADTS
public record TsAccessUnit(
    int pid,
    int track,
    long ptsTicks,
    long dtsTicks,
    boolean isKeyframe,
    boolean isDiscontinuity,
    ByteBuf payload) {

  /// Decoding time in us, rounded.
  public long dtsUs() {
    return TsClock.us(dtsTicks);
  }

  /// Presentation time in us, rounded.
  public long ptsUs() {
    return TsClock.us(ptsTicks);
  }

  /// As publishers hand it to a stream. The reference of the payload goes along.
  public RawFrame frame() {
    return new RawFrame(track, dtsUs(), ptsUs() - dtsUs(), isKeyframe, false, payload);
  }
}
