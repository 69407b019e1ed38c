package dev.freshet.node.playback.hls;

import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import dev.freshet.protocol.hls.PlaylistEdge;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A media playlist as it goes to everybody who asks at this moment. A value; its bytes must not be
/// changed.
///
/// @param edge what decides about requests that wait
/// @param full the whole text
/// @param delta without segments that players have, for those who can do with that
record PlaylistBody(PlaylistEdge edge, byte[] full, byte[] delta) {
  /// The playlist of this window, made once; empty if the window has no such playlist.
  static Optional<PlaylistBody> of(SegmentWindow window, HlsFile.Playlist file) {
    return window.isPlayable()
        ? window.derived().get(file, () -> make(window, file))
        : Optional.empty();
  }

  private static Optional<PlaylistBody> make(SegmentWindow window, HlsFile.Playlist file) {
    MediaPlaylist playlist = HlsPlaylists.media(window, file);
    if (playlist == null) {
      return Optional.empty();
    }
    byte[] full = MediaPlaylistWriter.full(playlist).getBytes(StandardCharsets.UTF_8);
    byte[] delta =
        file.style() == HlsStyle.LL
            ? MediaPlaylistWriter.delta(playlist).getBytes(StandardCharsets.UTF_8)
            : full;
    return Optional.of(new PlaylistBody(playlist.edge(), full, delta));
  }

  byte[] text(boolean skip) {
    return skip ? delta : full;
  }
}
