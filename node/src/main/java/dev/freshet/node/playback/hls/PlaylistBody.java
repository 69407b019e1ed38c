package dev.freshet.node.playback.hls;

import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import dev.freshet.protocol.hls.PlaylistEdge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// A media playlist as it goes to everybody who asks at this moment. A value; its bytes must not be
/// changed.
///
/// @param edge what decides about requests that wait
/// @param full the whole text
/// @param delta without segments that players have, for those who can do with that
record PlaylistBody(PlaylistEdge edge, Text full, Text delta) {
  /// A text and the same compressed: once for everybody.
  record Text(byte[] plain, byte[] gzip) {
    static Text of(String text) {
      byte[] plain = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream gzip = new ByteArrayOutputStream(plain.length / 2);
      try (GZIPOutputStream compressing = new GZIPOutputStream(gzip)) {
        compressing.write(plain);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // memory does not fail
      }
      return new Text(plain, gzip.toByteArray());
    }
  }

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
    Text full = Text.of(MediaPlaylistWriter.full(playlist));
    Text delta = file.style() == HlsStyle.LL ? Text.of(MediaPlaylistWriter.delta(playlist)) : full;
    return Optional.of(new PlaylistBody(playlist.edge(), full, delta));
  }

  Text text(boolean skip) {
    return skip ? delta : full;
  }
}
