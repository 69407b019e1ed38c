package dev.freshet.testkit.hls;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A segment as a playlist lists it, with all that applies to it. A value: no owner.
///
/// @param line of its address; of its first line if it has none yet
/// @param number media sequence number
/// @param discontinuityNumber discontinuity sequence number
/// @param breaks whether a discontinuity stands before it
/// @param gap whether it is a gap
/// @param mapUri the map in force, or null
/// @param mapSaid whether a map stands before it or before an earlier segment of this text
/// @param date as written, or null
/// @param uri its address; empty if it has none yet
/// @param durationUs its EXTINF; 0 if it has none yet
/// @param parts those that are listed
record ListedSegment(
    int line,
    long number,
    long discontinuityNumber,
    boolean breaks,
    boolean gap,
    @Nullable String mapUri,
    boolean mapSaid,
    @Nullable String date,
    String uri,
    long durationUs,
    List<ListedPart> parts) {
  ListedSegment {
    parts = List.copyOf(parts);
  }

  /// Whether both say the same of the same segment, parts apart: they leave earlier.
  boolean sameAs(ListedSegment other) {
    return uri.equals(other.uri)
        && durationUs == other.durationUs
        && breaks == other.breaks
        && gap == other.gap
        && Objects.equals(date, other.date)
        && Objects.equals(mapUri, other.mapUri);
  }

  ListedSegment withMap(@Nullable String map) {
    return new ListedSegment(
        line, number, discontinuityNumber, breaks, gap, map, mapSaid, date, uri, durationUs, parts);
  }

  ListedSegment withDiscontinuity(long discontinuity) {
    return new ListedSegment(
        line, number, discontinuity, breaks, gap, mapUri, mapSaid, date, uri, durationUs, parts);
  }

  long partsUs() {
    return parts.stream().mapToLong(ListedPart::durationUs).sum();
  }
}
