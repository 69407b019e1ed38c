package dev.freshet.testkit.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a full playlist of a delta update and the playlist before, as a player does (6.3.7). No
/// state, no owner.
final class DeltaUpdate {
  private DeltaUpdate() {}

  /// `delta` with what it skips, from `before`.
  static MediaText apply(MediaText before, MediaText delta, Findings findings) {
    List<ListedSegment> segments = new ArrayList<>();
    for (long i = 0; i < delta.skipped(); i++) {
      long number = delta.mediaSequence() + i;
      ListedSegment known = number <= before.lastNumber() ? before.find(number) : null;
      if (known == null) {
        findings.add(Rule.DELTA_BASE_MISSING, delta.skip().line(), "segment " + number);
        return delta;
      }
      segments.add(known);
    }
    String map = segments.isEmpty() ? null : segments.getLast().mapUri();
    delta.segments().forEach(segment -> segments.add(withMap(segment, map)));
    checkAge(segments, delta, findings);
    ListedSegment open = delta.open();
    return full(delta, segments, open == null ? null : withMap(open, map));
  }

  private static ListedSegment withMap(ListedSegment segment, @Nullable String skippedMap) {
    return segment.mapSaid() ? segment : segment.withMap(skippedMap);
  }

  private static void checkAge(List<ListedSegment> all, MediaText delta, Findings findings) {
    long toEndUs = 0;
    for (int i = all.size() - 1; i >= delta.skipped() - 1 && i >= 0; i--) {
      toEndUs += all.get(i).durationUs();
    }
    boolean young = delta.skipped() > 0 && toEndUs <= delta.control().us("CAN-SKIP-UNTIL");
    String age = Seconds.of(toEndUs) + " from the end";
    findings.addIf(young, Rule.DELTA_TOO_YOUNG, delta.skip().line(), age);
  }

  private static MediaText full(
      MediaText delta, List<ListedSegment> segments, @Nullable ListedSegment open) {
    List<ListedSegment> counted = new ArrayList<>();
    long discontinuity = delta.discontinuitySequence();
    for (ListedSegment segment : segments) {
      discontinuity += segment.breaks() ? 1 : 0;
      counted.add(segment.withDiscontinuity(discontinuity));
    }
    if (open != null) {
      open = open.withDiscontinuity(discontinuity + (open.breaks() ? 1 : 0));
    }
    return delta.withSegments(counted, open);
  }

  /// Whether the update makes the playlist that a full answer would have been.
  static void compare(MediaText made, MediaText full, int line, Findings findings) {
    boolean same =
        made.mediaSequence() == full.mediaSequence()
            && made.discontinuitySequence() == full.discontinuitySequence()
            && made.targetUs() == full.targetUs()
            && made.partTargetUs() == full.partTargetUs()
            && made.control().values().equals(full.control().values())
            && made.segments().size() == full.segments().size()
            && sameTail(made, full);
    findings.addIf(!same, Rule.DELTA_DIFFERS, line, "header, hints or reports");
    for (int i = 0; i < Math.min(made.segments().size(), full.segments().size()); i++) {
      ListedSegment segment = full.segments().get(i);
      boolean equal = sameWithParts(made.segments().get(i), segment);
      findings.addIf(!equal, Rule.DELTA_DIFFERS, line, "segment " + segment.number());
    }
  }

  private static boolean sameTail(MediaText made, MediaText full) {
    ListedSegment open = made.open();
    ListedSegment fullOpen = full.open();
    boolean sameOpen =
        open == null ? fullOpen == null : fullOpen != null && sameWithParts(open, fullOpen);
    return sameOpen
        && Objects.equals(values(made.hints()), values(full.hints()))
        && Objects.equals(values(made.reports()), values(full.reports()))
        && made.ended() == full.ended();
  }

  private static List<?> values(List<AttributeList> tags) {
    return tags.stream().map(AttributeList::values).toList();
  }

  /// Parts that a skipped segment had then may have left since.
  private static boolean sameWithParts(ListedSegment made, ListedSegment full) {
    if (!made.sameAs(full) || made.discontinuityNumber() != full.discontinuityNumber()) {
      return false;
    }
    boolean sameParts = made.parts().size() == full.parts().size();
    for (int i = 0; sameParts && i < full.parts().size(); i++) {
      sameParts = made.parts().get(i).sameAs(full.parts().get(i));
    }
    return sameParts || full.parts().isEmpty();
  }
}
