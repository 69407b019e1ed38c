package dev.freshet.node.playback.segments;

import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.SegmentWindow;

/// How far a segment has grown. A value.
///
/// @param parts how many there are; -1 if there is nothing and will be nothing soon
/// @param complete whether no more will come
record Growth(int parts, boolean complete) {
  /// Players that count by their clock may be early by that many segments.
  private static final int AHEAD = 2;

  /// The segment is not there, and will not be soon.
  private static final Growth NONE = new Growth(-1, true);

  /// Whether there is anything of it, or will be.
  boolean exists() {
    return parts >= 0;
  }

  static Growth of(SegmentWindow window, long number) {
    PackagedSegment open = window.open();
    if (open != null && open.number() == number) {
      return new Growth(window.openParts(), false);
    }
    for (PackagedSegment segment : window.segments()) {
      if (segment.number() == number) {
        return new Growth(segment.parts().size(), true);
      }
    }
    if (window.ended() || !window.isPlayable()) {
      return NONE;
    }
    long ahead = number - window.newest().number();
    return ahead > 0 && ahead <= AHEAD ? new Growth(0, false) : NONE;
  }
}
