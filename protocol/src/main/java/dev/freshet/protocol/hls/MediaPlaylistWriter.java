package dev.freshet.protocol.hls;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Makes the text of a [MediaPlaylist]: once for all players that get it. Lives for one text. Equal
/// playlists have equal texts.
public final class MediaPlaylistWriter {
  private static final int CHARS_BEFORE_SEGMENTS = 320;
  private static final int CHARS_PER_SEGMENT = 110;
  private static final int CHARS_OF_PARTS = 2_400;

  private final MediaPlaylist playlist;
  private final PlaylistTerms terms;
  private final StringBuilder out;
  private @Nullable String mapUri; // of the segment before

  private MediaPlaylistWriter(MediaPlaylist playlist) {
    this.playlist = playlist;
    this.terms = playlist.terms();
    this.out =
        new StringBuilder(
            CHARS_BEFORE_SEGMENTS
                + playlist.segments().size() * CHARS_PER_SEGMENT
                + (terms.partTargetUs() > 0 ? CHARS_OF_PARTS : 0));
  }

  /// The whole playlist.
  public static String full(MediaPlaylist playlist) {
    return new MediaPlaylistWriter(playlist).write(0);
  }

  /// A delta update (6.2.5.1): the playlist without its segments that lie wholly beyond the skip
  /// boundary. The full text where it offers no delta updates, has ended, or nothing is that old.
  public static String delta(MediaPlaylist playlist) {
    return new MediaPlaylistWriter(playlist).write(skippable(playlist));
  }

  /// How many segments a delta update of `playlist` leaves out.
  static int skippable(MediaPlaylist playlist) {
    long boundaryUs = playlist.terms().canSkipUntilUs();
    if (boundaryUs == 0 || playlist.ended()) {
      return 0;
    }
    List<Segment> segments = playlist.segments();
    long toEndUs = 0; // from this segment's end to the last one's
    int first = segments.size();
    while (first > 0 && toEndUs < boundaryUs) {
      first--;
      toEndUs += segments.get(first).durationUs();
    }
    return first;
  }

  /// The first segment whose parts are listed: those that begin less than three target durations
  /// before the end (6.2.2).
  static int firstWithParts(MediaPlaylist playlist) {
    OpenSegment open = playlist.open();
    long reachUs = 3 * playlist.terms().targetDurationUs();
    List<Segment> segments = playlist.segments();
    long toEndUs = open == null ? 0 : open.durationUs();
    int first = segments.size();
    while (first > 0 && toEndUs + segments.get(first - 1).durationUs() < reachUs) {
      first--;
      toEndUs += segments.get(first).durationUs();
    }
    return first;
  }

  private String write(int skipped) {
    header();
    if (skipped > 0) {
      line("#EXT-X-SKIP:SKIPPED-SEGMENTS=", skipped);
    }
    segments(skipped);
    OpenSegment open = playlist.open();
    if (open != null && !open.parts().isEmpty()) {
      head(open.head());
      parts(open.parts(), false);
    }
    for (PreloadHint.Kind kind : PreloadHint.Kind.values()) {
      hints(kind);
    }
    playlist.reports().forEach(this::report);
    if (playlist.ended()) {
      out.append("#EXT-X-ENDLIST\n");
    }
    return out.toString();
  }

  private void header() {
    out.append("#EXTM3U\n");
    line("#EXT-X-VERSION:", CompatibilityVersion.of(playlist));
    line("#EXT-X-TARGETDURATION:", terms.targetDurationSeconds());
    if (allIndependent()) {
      out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    }
    StartPoint start = terms.start();
    if (start != null) {
      start.appendTo(out);
    }
    serverControl();
    if (terms.partTargetUs() > 0) {
      seconds("#EXT-X-PART-INF:PART-TARGET=", terms.partTargetUs()).append('\n');
    }
    line("#EXT-X-MEDIA-SEQUENCE:", playlist.mediaSequence());
    line("#EXT-X-DISCONTINUITY-SEQUENCE:", playlist.discontinuitySequence());
  }

  private boolean allIndependent() {
    OpenSegment open = playlist.open();
    return terms.independentSegments()
        && (open == null || open.independent())
        && playlist.segments().stream().allMatch(Segment::independent);
  }

  private void serverControl() {
    int before = out.length();
    if (terms.canBlockReload()) {
      out.append(",CAN-BLOCK-RELOAD=YES");
    }
    if (terms.canSkipUntilUs() > 0) {
      seconds(",CAN-SKIP-UNTIL=", terms.canSkipUntilUs());
    }
    if (terms.holdBackUs() > 0) {
      seconds(",HOLD-BACK=", terms.holdBackUs());
    }
    if (terms.partHoldBackUs() > 0) {
      seconds(",PART-HOLD-BACK=", terms.partHoldBackUs());
    }
    if (out.length() > before) {
      out.replace(before, before + 1, "#EXT-X-SERVER-CONTROL:").append('\n');
    }
  }

  private void segments(int skipped) {
    List<Segment> segments = playlist.segments();
    int firstWithParts = firstWithParts(playlist);
    for (int i = 0; i < segments.size(); i++) {
      if (i < skipped) {
        mapUri = segments.get(i).head().mapUri(); // its tag goes with it: the player knows it
      } else {
        segment(segments.get(i), i >= firstWithParts);
      }
    }
  }

  private void segment(Segment segment, boolean withParts) {
    head(segment.head());
    if (withParts) {
      parts(segment.parts(), segment.gap());
    }
    if (segment.gap()) {
      out.append("#EXT-X-GAP\n");
    }
    seconds("#EXTINF:", segment.durationUs()).append(",\n");
    out.append(segment.uri()).append('\n');
  }

  /// A discontinuity comes before the map that follows it, and all of it before the first part
  /// (4.4.4.9).
  private void head(SegmentHead head) {
    String map = head.mapUri();
    if (head.discontinuity()) {
      out.append("#EXT-X-DISCONTINUITY\n");
    }
    // said again after every discontinuity: some players drop their map there
    if (map != null && (head.discontinuity() || !Objects.equals(map, mapUri))) {
      out.append("#EXT-X-MAP:URI=\"").append(map).append("\"\n");
    }
    mapUri = map;
    OptionalLong dateTimeUs = head.dateTimeUs();
    if (dateTimeUs.isPresent()) {
      out.append("#EXT-X-PROGRAM-DATE-TIME:");
      Decimals.appendDateTime(out, dateTimeUs.getAsLong()).append('\n');
    }
  }

  private void parts(List<Part> parts, boolean allGaps) {
    for (Part part : parts) {
      seconds("#EXT-X-PART:DURATION=", part.durationUs());
      out.append(",URI=\"").append(part.uri()).append('"');
      if (part.independent()) {
        out.append(",INDEPENDENT=YES");
      }
      if (part.gap() || allGaps) {
        out.append(",GAP=YES"); // 6.2.1: each part of a gap is one
      }
      out.append('\n');
    }
  }

  private void hints(PreloadHint.Kind kind) {
    for (PreloadHint hint : playlist.hints()) {
      if (hint.kind() == kind) {
        out.append("#EXT-X-PRELOAD-HINT:TYPE=").append(kind);
        out.append(",URI=\"").append(hint.uri()).append("\"\n");
      }
    }
  }

  private void report(RenditionReport report) {
    out.append("#EXT-X-RENDITION-REPORT:URI=\"").append(report.uri());
    out.append("\",LAST-MSN=").append(report.lastNumber());
    if (report.lastPart() != RenditionReport.NO_PART) {
      out.append(",LAST-PART=").append(report.lastPart());
    }
    out.append('\n');
  }

  private void line(String tag, long value) {
    out.append(tag).append(value).append('\n');
  }

  private StringBuilder seconds(String before, long us) {
    return Decimals.appendSeconds(out.append(before), us);
  }
}
