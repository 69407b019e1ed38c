package dev.freshet.testkit.hls;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the parts of a playlist must hold against those that were listed before. Lives for one
/// pair.
final class PartSuccession {
  private final MediaText before;
  private final MediaText now;
  private final Findings findings;

  private PartSuccession(MediaText before, MediaText now, Findings findings) {
    this.before = before;
    this.now = now;
    this.findings = findings;
  }

  static void check(MediaText before, MediaText now, Findings findings) {
    PartSuccession rules = new PartSuccession(before, now, findings);
    for (ListedSegment old : before.segments()) {
      ListedSegment segment = now.find(old.number());
      if (segment != null) {
        rules.cameBack(old, segment);
        rules.parts(old, segment);
      }
    }
    rules.open(before.open());
    rules.hint();
  }

  private void open(@Nullable ListedSegment old) {
    if (old == null || old.parts().isEmpty() || old.number() < now.mediaSequence()) {
      return;
    }
    ListedSegment segment = now.find(old.number());
    if (segment == null) {
      findings.add(Rule.PART_VANISHED, 0, "parts of segment " + old.number());
      return;
    }
    boolean changed =
        segment.breaks() != old.breaks()
            || !Objects.equals(segment.date(), old.date())
            || !Objects.equals(segment.mapUri(), old.mapUri());
    findings.addIf(changed, Rule.SEGMENT_CHANGED, segment.line(), old + " to " + segment);
    parts(old, segment);
  }

  private void cameBack(ListedSegment old, ListedSegment segment) {
    boolean back = old.parts().isEmpty() && !segment.parts().isEmpty();
    findings.addIf(back, Rule.PART_CAME_BACK, segment.line(), "segment " + segment.number());
  }

  private void parts(ListedSegment old, ListedSegment segment) {
    List<ListedPart> parts = segment.parts();
    int common = Math.min(old.parts().size(), parts.size());
    for (int i = 0; i < common; i++) {
      ListedPart then = old.parts().get(i);
      boolean lost = segment.gap() && parts.get(i).sameAs(then.lost()); // 4.4.4.7, 4.4.4.9
      boolean changed = !parts.get(i).sameAs(then) && !lost;
      String both = old.parts().get(i) + " to " + parts.get(i);
      findings.addIf(changed, Rule.PART_CHANGED, parts.get(i).line(), both);
    }
    boolean fewer = !parts.isEmpty() && parts.size() < old.parts().size();
    boolean early = parts.isEmpty() && !old.parts().isEmpty() && olderOnesStay(segment);
    findings.addIf(
        fewer || early, Rule.PART_VANISHED, segment.line(), "segment " + segment.number());
  }

  private boolean olderOnesStay(ListedSegment segment) {
    return now.segments().stream()
        .anyMatch(s -> s.number() < segment.number() && !s.parts().isEmpty());
  }

  /// The hinted part is listed under its address, or its segment ended before it.
  private void hint() {
    ListedSegment open = before.open();
    int index = open == null ? 0 : open.parts().size();
    ListedSegment segment = now.find(before.lastNumber() + 1);
    if (segment == null || segment.parts().size() <= index) {
      return;
    }
    ListedPart part = segment.parts().get(index);
    for (AttributeList hint : before.hints()) {
      boolean other =
          hint.textOrEmpty("TYPE").equals("PART") && !hint.textOrEmpty("URI").equals(part.uri());
      String both = hint.textOrEmpty("URI") + " became " + part.uri();
      findings.addIf(other, Rule.HINT_BROKEN, part.line(), both);
    }
  }
}
