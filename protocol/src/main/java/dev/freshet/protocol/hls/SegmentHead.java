package dev.freshet.protocol.hls;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a playlist says before a segment's first part. A value: no owner.
///
/// @param dateTimeUs when the segment's first sample was taken in, in Unix time
///   (EXT-X-PROGRAM-DATE-TIME, 4.4.4.6)
/// @param discontinuity whether time, tracks or encoding break off before it (4.4.4.3). It stays
///   with the segment as long as that is listed; the first segment of a fresh playlist has none
/// @param mapUri the initialization section it needs (EXT-X-MAP, 4.4.4.5); null in MPEG-TS
public record SegmentHead(OptionalLong dateTimeUs, boolean discontinuity, @Nullable String mapUri) {
  public SegmentHead {
    if (mapUri != null) {
      Expect.uri("segment.mapUri", mapUri);
    }
  }

  /// A segment that follows its predecessor without a break.
  public static SegmentHead of(long dateTimeUs, @Nullable String mapUri) {
    return new SegmentHead(OptionalLong.of(dateTimeUs), false, mapUri);
  }

  /// The same after a break.
  public SegmentHead afterDiscontinuity() {
    return new SegmentHead(dateTimeUs, true, mapUri);
  }
}
