package dev.freshet.bench.hls;

/// Where a part is in a stream. A value: no owner.
///
/// @param segment its media sequence number
/// @param part its number in there, from 0
public record PartPlace(long segment, int part) {
  /// The next part of the same segment.
  PartPlace after() {
    return new PartPlace(segment, part + 1);
  }

  /// The first part of the next segment.
  PartPlace afterSegment() {
    return new PartPlace(segment + 1, 0);
  }
}
