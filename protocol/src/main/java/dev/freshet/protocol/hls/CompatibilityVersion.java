package dev.freshet.protocol.hls;

/// The protocol version that a playlist's features need (section 8), as EXT-X-VERSION says it: 3
/// for decimal durations, 6 with a map, 8 with a gap (Apple's table of features), 9 where delta
/// updates are offered, so that the full text and its updates say the same. No state, no owner.
final class CompatibilityVersion {
  private CompatibilityVersion() {}

  static int of(MediaPlaylist playlist) {
    if (playlist.terms().canSkipUntilUs() > 0) {
      return 9;
    }
    if (playlist.segments().stream().anyMatch(Segment::gap)) {
      return 8;
    }
    return hasMap(playlist) ? 6 : 3;
  }

  /// Renditions came with 4.
  static int of(MultivariantPlaylist playlist) {
    return playlist.audio().isEmpty() ? 3 : 4;
  }

  private static boolean hasMap(MediaPlaylist playlist) {
    OpenSegment open = playlist.open();
    return (open != null && open.head().mapUri() != null)
        || playlist.segments().stream().anyMatch(segment -> segment.head().mapUri() != null);
  }
}
