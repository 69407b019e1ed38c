package dev.freshet.testkit.mp4;

/// One sample of a fragment. A value; times count ticks of its track's timescale.
///
/// @param dts decoding time
/// @param pts presentation time
/// @param sync whether a decoder may begin with it
public record Mp4Sample(long dts, long pts, long duration, boolean sync, byte[] data) {}
