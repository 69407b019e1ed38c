package dev.freshet.testkit.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a media playlist's text says. A value: no owner; [MediaReader] makes it.
///
/// @param version 1 if it says none
/// @param targetUs the target duration; 0 if it says none
/// @param mediaSequence number of the first segment, skipped ones included
/// @param discontinuitySequence 0 if it says none
/// @param independent whether all segments are
/// @param start EXT-X-START, or none
/// @param control EXT-X-SERVER-CONTROL, or none
/// @param partTargetUs 0 if it says none
/// @param skip EXT-X-SKIP, or none
/// @param segments complete ones
/// @param open what comes after them, or null
/// @param hints in their order
/// @param reports in their order
/// @param ended whether nothing will be added
record MediaText(
    int version,
    long targetUs,
    long mediaSequence,
    long discontinuitySequence,
    boolean independent,
    AttributeList start,
    AttributeList control,
    long partTargetUs,
    AttributeList skip,
    List<ListedSegment> segments,
    @Nullable ListedSegment open,
    List<AttributeList> hints,
    List<AttributeList> reports,
    boolean ended) {
  MediaText {
    segments = List.copyOf(segments);
    hints = List.copyOf(hints);
    reports = List.copyOf(reports);
  }

  /// How many segments a delta update leaves out.
  long skipped() {
    return skip.integer("SKIPPED-SEGMENTS");
  }

  /// The same with nothing skipped.
  MediaText withSegments(List<ListedSegment> all, @Nullable ListedSegment newOpen) {
    return new MediaText(
        version,
        targetUs,
        mediaSequence,
        discontinuitySequence,
        independent,
        start,
        control,
        partTargetUs,
        AttributeList.NONE,
        all,
        newOpen,
        hints,
        reports,
        ended);
  }

  long lastNumber() {
    return mediaSequence + skipped() + segments.size() - 1;
  }

  /// The listed segment of that number, complete or open.
  @Nullable ListedSegment find(long number) {
    long index = number - mediaSequence - skipped();
    if (index >= 0 && index < segments.size()) {
      return segments.get((int) index);
    }
    return index == segments.size() ? open : null;
  }

  long openUs() {
    return open == null ? 0 : open.partsUs();
  }

  long durationUs() {
    return openUs() + segments.stream().mapToLong(ListedSegment::durationUs).sum();
  }

  boolean hasParts() {
    return open != null && !open.parts().isEmpty()
        || segments.stream().anyMatch(segment -> !segment.parts().isEmpty());
  }
}
