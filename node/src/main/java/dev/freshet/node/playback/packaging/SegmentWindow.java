package dev.freshet.node.playback.packaging;

import dev.freshet.media.GopHeader;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a packager holds at one moment, as far as playlists may name it. Immutable; the segments in
/// it live as long as the packager lists them, and for a while behind that.
///
/// @param segments complete ones, without a hole in their numbers
/// @param open the one that grows, or null
/// @param openParts how many parts of it there are
/// @param limits the longest segment and part that anybody was promised
/// @param ended whether nothing will be added
/// @param derived what was made of it
public record SegmentWindow(
    List<PackagedSegment> segments,
    @Nullable PackagedSegment open,
    int openParts,
    GopHeader.Limits limits,
    boolean ended,
    Derived derived) {

  /// Nothing yet.
  static final SegmentWindow EMPTY =
      new SegmentWindow(List.of(), null, 0, GopHeader.Limits.NONE, false, new Derived());

  public SegmentWindow {
    segments = List.copyOf(segments);
  }

  /// Whether there is something to play: one whole segment, and the next one's first part, which
  /// brings the origin's promise of how long they become.
  public boolean isPlayable() {
    return !segments.isEmpty() && (open != null || segments.size() > 1 || ended);
  }

  /// How many discontinuities are behind the list: those of its own segments are not among them.
  public long discontinuitySequence() {
    PackagedSegment first = segments.isEmpty() ? newest() : segments.getFirst();
    return first.discontinuity() - (first.beginsAnew() ? 1 : 0);
  }

  /// The segment that `which` knows, the open one first, or null.
  public @Nullable PackagedSegment find(Predicate<PackagedSegment> which) {
    if (open != null && which.test(open)) {
      return open;
    }
    for (PackagedSegment segment : segments) {
      if (which.test(segment)) {
        return segment;
      }
    }
    return null;
  }

  /// The parts of the open segment.
  public List<PackagedPart> partsOfOpen() {
    return open == null ? List.of() : open.parts().subList(0, openParts);
  }

  /// The segment that shows best what the stream is now.
  public PackagedSegment newest() {
    return open != null ? open : segments.getLast();
  }
}
