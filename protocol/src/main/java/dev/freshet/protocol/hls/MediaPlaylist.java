package dev.freshet.protocol.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A media playlist at one moment (4.4.3 to 4.4.5). A value: no owner; [MediaPlaylistWriter] makes
/// its text.
///
/// @param terms what never changes
/// @param mediaSequence the number of the first listed segment, or of the next one if none is
///   listed; never falls
/// @param discontinuitySequence how many discontinuities left the playlist together with their
///   segments; that of the first listed segment is not among them (6.2.2)
/// @param segments complete ones, numbered without a hole from `mediaSequence` on
/// @param open the next one as far as it is there; null without parts
/// @param hints what comes next, at most one of a kind
/// @param reports the other renditions
/// @param ended whether nothing will ever be added (EXT-X-ENDLIST)
public record MediaPlaylist(
    PlaylistTerms terms,
    long mediaSequence,
    long discontinuitySequence,
    List<Segment> segments,
    @Nullable OpenSegment open,
    List<PreloadHint> hints,
    List<RenditionReport> reports,
    boolean ended) {
  public MediaPlaylist {
    Expect.atLeast("mediaSequence", mediaSequence, 0);
    Expect.atLeast("discontinuitySequence", discontinuitySequence, 0);
    segments = List.copyOf(segments);
    hints = List.copyOf(hints);
    reports = List.copyOf(reports);
    checkNumbers(mediaSequence, segments);
    checkHints(hints);
    if (ended && (open != null || !hints.isEmpty())) {
      throw new IllegalArgumentException(
          "ended: true (expected: false with an open segment or hints)");
    }
  }

  /// A playlist of whole segments.
  public static MediaPlaylist ofSegments(
      PlaylistTerms terms,
      long mediaSequence,
      long discontinuitySequence,
      List<Segment> segments,
      boolean ended) {
    return new MediaPlaylist(
        terms, mediaSequence, discontinuitySequence, segments, null, List.of(), List.of(), ended);
  }

  private static void checkNumbers(long mediaSequence, List<Segment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      long number = segments.get(i).number();
      if (number != mediaSequence + i) {
        throw new IllegalArgumentException(
            "segment.number: " + number + " (expected: " + (mediaSequence + i) + ")");
      }
    }
  }

  private static void checkHints(List<PreloadHint> hints) {
    if (hints.stream().map(PreloadHint::kind).distinct().count() < hints.size()) {
      throw new IllegalArgumentException("hints: " + hints + " (expected: one of a kind)");
    }
  }

  /// The number of the last complete segment; one less than `mediaSequence` if there is none.
  public long lastNumber() {
    return mediaSequence + segments.size() - 1;
  }

  /// Where its end is, for players that wait for more.
  public PlaylistEdge edge() {
    int lastParts = segments.isEmpty() ? 0 : segments.getLast().parts().size();
    int openParts = open == null ? 0 : open.parts().size();
    return new PlaylistEdge(
        lastNumber(), lastParts, openParts, terms.partTargetUs(), terms.targetDurationUs(), ended);
  }
}
