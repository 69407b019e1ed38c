package dev.freshet.protocol.hls;

/// A partial segment (EXT-X-PART, 4.4.4.9). A value: no owner.
///
/// @param uri relative to the playlist
/// @param durationUs at most the part target; at least 85 % of it unless the part is independent,
///   the last of its segment, a gap, or followed by one
/// @param independent whether it holds a frame that needs no other
/// @param gap whether it is not available
public record Part(String uri, long durationUs, boolean independent, boolean gap) {
  public Part {
    Expect.uri("part.uri", uri);
    Expect.atLeast("part.durationUs", durationUs, 0);
  }

  /// A part that is there.
  public static Part of(String uri, long durationUs, boolean independent) {
    return new Part(uri, durationUs, independent, false);
  }
}
