package dev.freshet.testkit.hls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What can be said of a playlist's lines before its kind is known. No state, no owner.
final class LineRules {
  private LineRules() {}

  /// Checks the lines, and says whether they are a multivariant playlist.
  static boolean check(List<Line> lines, Findings findings) {
    boolean multivariant = false;
    boolean media = false;
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      if (line instanceof Line.Tag tag) {
        TagKind kind = TagKind.of(tag.name());
        multivariant |= kind == TagKind.MULTIVARIANT;
        media |= kind == TagKind.MEDIA;
        boolean mixed = multivariant && media;
        findings.addIf(mixed, Rule.KINDS_MIXED, tag.number(), tag.name());
        boolean unknown = kind == TagKind.UNKNOWN;
        findings.addIf(unknown, Rule.UNKNOWN_TAG, tag.number(), tag.name());
        boolean again = !seen.add(tag.name()) && TagKind.isOnce(tag.name());
        findings.addIf(again, Rule.TAG_TWICE, tag.number(), tag.name());
      }
    }
    return multivariant && !media;
  }
}
