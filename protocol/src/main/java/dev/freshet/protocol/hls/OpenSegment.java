package dev.freshet.protocol.hls;

import java.util.List;

/// The segment after the last complete one, as far as it is there. A value: no owner.
///
/// @param head what will stand before it
/// @param parts those that are complete
/// @param independent whether it starts at a keyframe
public record OpenSegment(SegmentHead head, List<Part> parts, boolean independent) {
  public OpenSegment {
    parts = List.copyOf(parts);
  }

  /// The length of its parts together.
  public long durationUs() {
    long sumUs = 0;
    for (Part part : parts) {
      sumUs += part.durationUs();
    }
    return sumUs;
  }
}
