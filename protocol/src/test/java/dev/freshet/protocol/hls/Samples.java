package dev.freshet.protocol.hls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Playlists as a packager would make them: three typical streams, and pieces for single rules.
final class Samples {
  static final long SECOND = 1_000_000;
  static final long START_US = 1_795_348_800_250_000L; // 2026-11-22T12:00:00.250Z
  private static final String MAP = "v0-5f3a.mp4";

  private Samples() {}

  /// Where a golden text lies.
  static Path golden(String name) {
    return Path.of("src/test/resources/dev/freshet/protocol/hls/golden", name);
  }

  /// `count` segments of one second from `first` on, with five parts each.
  static List<Segment> segments(long first, int count) {
    List<Segment> segments = new ArrayList<>();
    for (long number = first; number < first + count; number++) {
      segments.add(segment(number, head(number), SECOND, 5));
    }
    return segments;
  }

  static Segment segment(long number, SegmentHead head, long durationUs, int parts) {
    return Segment.of(
        number, head, "v0-" + number + ".m4s", durationUs, parts(number, parts, durationUs));
  }

  static SegmentHead head(long number) {
    return SegmentHead.of(START_US + number * SECOND, MAP);
  }

  /// `count` parts of 200 ms, the last one what is left of `durationUs`.
  static List<Part> parts(long number, int count, long durationUs) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long partUs = i == count - 1 ? durationUs - i * 200_000L : 200_000;
      parts.add(Part.of(partUri(number, i), partUs, i == 0));
    }
    return parts;
  }

  static String partUri(long number, int part) {
    return "v0-" + number + "." + part + ".m4s";
  }

  static OpenSegment open(long number, int parts) {
    return new OpenSegment(head(number), parts(number, parts, parts * 200_000L), true);
  }

  static PlaylistTerms lowLatencyTerms() {
    return PlaylistTerms.lowLatency(1, 200_000).withIndependentSegments(true);
  }

  /// Segments from `first` to `last` complete, `openParts` parts of the next one.
  static MediaPlaylist lowLatency(long first, long last, int openParts) {
    return new MediaPlaylist(
        lowLatencyTerms(),
        first,
        0,
        segments(first, (int) (last - first + 1)),
        open(last + 1, openParts),
        List.of(PreloadHint.part(partUri(last + 1, openParts))),
        List.of(),
        false);
  }

  /// Everything that a low-latency playlist can say: a gap, a new map after a break, a forced cut,
  /// reports, hints of both kinds.
  static MediaPlaylist fullLowLatency() {
    String newMap = "v0-77c1.mp4";
    List<Segment> segments = new ArrayList<>(segments(1_700, 8));
    segments.add(new Segment(1_708, head(1_708), "v0-1708.m4s", SECOND, true, true, List.of()));
    SegmentHead resumed = SegmentHead.of(START_US + 1_720 * SECOND, newMap).afterDiscontinuity();
    segments.add(segment(1_709, resumed, 966_667, 5));
    SegmentHead after = SegmentHead.of(START_US + 1_720 * SECOND + 966_667, newMap);
    List<Part> dependent = new ArrayList<>(parts(1_710, 6, 1_033_333));
    dependent.set(0, Part.of(partUri(1_710, 0), 200_000, false));
    segments.add(new Segment(1_710, after, "v0-1710.m4s", 1_033_333, false, false, dependent));
    SegmentHead openHead = SegmentHead.of(START_US + 1_722 * SECOND, newMap);
    return new MediaPlaylist(
        lowLatencyTerms(),
        1_700,
        2,
        segments,
        new OpenSegment(openHead, parts(1_711, 2, 400_000), true),
        List.of(PreloadHint.part(partUri(1_711, 2)), PreloadHint.map("v0-8d20.mp4")),
        List.of(new RenditionReport("a0.m3u8", 1_711, 1)),
        false);
  }

  /// MPEG-TS segments with a resume between them.
  static MediaPlaylist transportStream() {
    List<Segment> segments = new ArrayList<>();
    long[] durationsUs = {4_004_000, 4_004_000, 2_533_867, 4_000_000, 4_000_000};
    long atUs = START_US;
    for (int i = 0; i < durationsUs.length; i++) {
      SegmentHead head = tsHead(atUs, i == 3);
      segments.add(Segment.of(310 + i, head, (310 + i) + ".ts", durationsUs[i], List.of()));
      atUs += durationsUs[i];
    }
    PlaylistTerms terms =
        PlaylistTerms.ordinary(4)
            .withIndependentSegments(true)
            .withStart(new StartPoint(-14_500_000, false));
    return MediaPlaylist.ofSegments(terms, 310, 7, segments, false);
  }

  private static SegmentHead tsHead(long dateTimeUs, boolean discontinuity) {
    return new SegmentHead(OptionalLong.of(dateTimeUs), discontinuity, null);
  }

  /// A recording's end in fMP4.
  static MediaPlaylist ended() {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      segments.add(segment(i, head(2L * i), i == 2 ? 1_400_000 : 2_000_000, 0));
    }
    return MediaPlaylist.ofSegments(PlaylistTerms.ordinary(2), 0, 0, segments, true);
  }
}
