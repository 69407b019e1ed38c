package dev.freshet.node.playback.hls;

import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.ZippedText;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import dev.freshet.protocol.hls.PlaylistEdge;
import java.util.Optional;

/// A media playlist as it goes to everybody who asks at this moment. A value; its bytes must not be
/// changed.
///
/// @param edge what decides about requests that wait
/// @param full the whole text
/// @param delta without segments that players have, for those who can do with that
record PlaylistBody(PlaylistEdge edge, ZippedText full, ZippedText delta) {
  /// The playlist of this window, made once; empty if the window has no such playlist.
  static Optional<PlaylistBody> of(SegmentWindow window, PlaylistFile file) {
    return window.isPlayable()
        ? window.derived().get(file, () -> make(window, file))
        : Optional.empty();
  }

  private static Optional<PlaylistBody> make(SegmentWindow window, PlaylistFile file) {
    MediaPlaylist playlist = HlsPlaylists.media(window, file);
    if (playlist == null) {
      return Optional.empty();
    }
    ZippedText full = ZippedText.of(MediaPlaylistWriter.full(playlist));
    ZippedText delta =
        file.style() == HlsStyle.LL ? ZippedText.of(MediaPlaylistWriter.delta(playlist)) : full;
    return Optional.of(new PlaylistBody(playlist.edge(), full, delta));
  }

  ZippedText text(boolean skip) {
    return skip ? delta : full;
  }
}
