package dev.freshet.testkit.hls;

import dev.freshet.testkit.hls.RenditionRules.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Checks playlists against the draft: one text, the texts of one playlist as time goes by, a delta
/// update against the full text, the renditions of one presentation. Answers violations and never
/// throws for a bad playlist. No state, no owner.
public final class PlaylistChecker {
  private PlaylistChecker() {}

  /// Checks one text, media or multivariant.
  public static List<Violation> check(String text) {
    Findings findings = new Findings();
    List<Line> lines = Line.read(text, findings);
    if (LineRules.check(lines, findings)) {
      MultivariantRules.check(lines, findings);
    } else {
      MediaRules.check(MediaReader.read(lines, findings), findings);
    }
    return findings.all();
  }

  /// Checks the texts of one media playlist, oldest first; delta updates among them are applied to
  /// the text before.
  public static List<Violation> checkSuccession(List<String> texts) {
    PlaylistFollower follower = new PlaylistFollower();
    List<Violation> violations = new ArrayList<>();
    texts.forEach(text -> violations.addAll(follower.next(text)));
    return violations;
  }

  /// Checks that `delta`, applied to `before`, makes `full`.
  public static List<Violation> checkDelta(String before, String delta, String full) {
    Findings findings = new Findings();
    MediaText update = readMedia(delta, findings);
    MediaText made = DeltaUpdate.apply(readMedia(before, findings), update, findings);
    DeltaUpdate.compare(made, readMedia(full, findings), update.skip().line(), findings);
    return findings.all();
  }

  /// Checks the full texts of a presentation's media playlists, loaded at one moment, against one
  /// another.
  ///
  /// @param textsByUri the texts by their addresses, relative as reports have them
  public static List<Violation> checkRenditions(Map<String, String> textsByUri) {
    Findings findings = new Findings();
    List<Rendition> renditions = new ArrayList<>();
    textsByUri.forEach(
        (uri, text) -> renditions.add(new Rendition(uri, readMedia(text, new Findings()))));
    RenditionRules.check(renditions, findings);
    return findings.all();
  }

  /// The addresses of the media playlists that a multivariant text names; none if it is no such
  /// text.
  public static List<String> mediaPlaylists(String text) {
    Findings ignored = new Findings();
    List<Line> lines = Line.read(text, ignored);
    boolean multivariant = LineRules.check(lines, ignored);
    return multivariant ? List.copyOf(MultivariantRules.check(lines, ignored)) : List.of();
  }

  static MediaText readMedia(String text, Findings findings) {
    List<Line> lines = Line.read(text, findings);
    LineRules.check(lines, findings);
    return MediaReader.read(lines, findings);
  }
}
