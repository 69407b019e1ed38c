package dev.freshet.protocol.hls;

import java.util.List;

/// A complete segment (EXTINF, 4.4.4.1). A value: no owner. Make it once and list it again: a
/// published segment never changes.
///
/// @param number its media sequence number
/// @param head what stands before it
/// @param uri relative to the playlist; a gap has one too
/// @param durationUs rounded to seconds at most the target duration
/// @param gap whether there is no media behind `uri` (EXT-X-GAP, 4.4.4.7)
/// @param independent whether it can be decoded without another segment; a forced cut cannot
/// @param parts all of its parts, listed while it is near the live edge; none without low latency
public record Segment(
    long number,
    SegmentHead head,
    String uri,
    long durationUs,
    boolean gap,
    boolean independent,
    List<Part> parts) {
  public Segment {
    Expect.atLeast("segment.number", number, 0);
    Expect.uri("segment.uri", uri);
    Expect.atLeast("segment.durationUs", durationUs, 0);
    parts = List.copyOf(parts);
  }

  /// An ordinary segment: media that starts at a keyframe.
  public static Segment of(
      long number, SegmentHead head, String uri, long durationUs, List<Part> parts) {
    return new Segment(number, head, uri, durationUs, false, true, parts);
  }
}
