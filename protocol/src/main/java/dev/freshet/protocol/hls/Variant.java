package dev.freshet.protocol.hls;

import org.jspecify.annotations.Nullable;

/// One quality to choose from (EXT-X-STREAM-INF, 4.4.6.2). A value: no owner.
///
/// @param uri its media playlist
/// @param bandwidth bits a second of its most demanding segment, sound included
/// @param averageBandwidth bits a second of all its segments; 0 if unknown
/// @param codecs as RFC 6381 says them, sound included, separated by commas; empty if unknown
/// @param width of the picture; 0 without one, or if unknown
/// @param height of the picture; 0 without one, or if unknown
/// @param frameRateMilli frames in 1,000 seconds; 0 if unknown
/// @param audioGroup the group of its sound, or null if its own playlist carries all of it
public record Variant(
    String uri,
    long bandwidth,
    long averageBandwidth,
    String codecs,
    int width,
    int height,
    long frameRateMilli,
    @Nullable String audioGroup) {
  public Variant {
    Expect.uri("variant.uri", uri);
    Expect.atLeast("variant.bandwidth", bandwidth, 1);
    Expect.atLeast("variant.averageBandwidth", averageBandwidth, 0);
    Expect.quotable("variant.codecs", codecs);
    Expect.atLeast("variant.width", width, 0);
    Expect.atLeast("variant.height", height, 0);
    Expect.atLeast("variant.frameRateMilli", frameRateMilli, 0);
    Expect.quotable("variant.audioGroup", audioGroup == null ? "" : audioGroup);
  }
}
