package dev.freshet.testkit.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tags before an address, as they come. Owned by one [MediaReader].
final class SegmentDraft {
  private static final long UNSAID = -1;

  private final List<ListedPart> parts = new ArrayList<>();
  private int firstLine;
  private boolean breaks;
  private boolean gap;
  private @Nullable String date;
  private long durationUs = UNSAID;
  private int durationLine;

  void breaks(Line.Tag tag, Findings findings) {
    head(tag, findings);
    breaks = true;
  }

  void date(Line.Tag tag, Findings findings) {
    head(tag, findings);
    DateText.check(tag.value(), tag.number(), findings);
    date = tag.value();
  }

  /// A tag that must stand before the first part (4.4.4.9).
  void head(Line.Tag tag, Findings findings) {
    touch(tag.number());
    findings.addIf(!parts.isEmpty(), Rule.HEAD_AFTER_PART, tag.number(), tag.name());
  }

  void gap(Line.Tag tag) {
    touch(tag.number());
    gap = true;
  }

  void part(ListedPart part) {
    touch(part.line());
    parts.add(part);
  }

  void duration(long us, int line) {
    touch(line);
    durationUs = us;
    durationLine = line;
  }

  private void touch(int line) {
    firstLine = firstLine == 0 ? line : firstLine;
  }

  boolean isEmpty() {
    return firstLine == 0;
  }

  boolean hasDuration() {
    return durationUs != UNSAID;
  }

  int durationLine() {
    return durationLine;
  }

  ListedSegment finish(
      int line, String uri, long number, long discontinuity, @Nullable String map, boolean said) {
    return new ListedSegment(
        line == 0 ? firstLine : line,
        number,
        discontinuity,
        breaks,
        gap,
        map,
        said,
        date,
        uri,
        Math.max(0, durationUs),
        parts);
  }
}
