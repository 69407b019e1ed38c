package dev.freshet.node.playback.hls;

import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import dev.freshet.testkit.hls.PlaylistChecker;
import dev.freshet.testkit.hls.PlaylistFollower;
import dev.freshet.testkit.hls.Rule;
import dev.freshet.testkit.hls.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads every playlist of a packager as players do, again and again, and checks each text against
/// the one before and against the other renditions.
final class Following {
  static final List<PlaylistFile> PLAYLISTS =
      List.of(
          new PlaylistFile(HlsStyle.TS, -1),
          new PlaylistFile(HlsStyle.FMP4, 0),
          new PlaylistFile(HlsStyle.FMP4, 1),
          new PlaylistFile(HlsStyle.LL, 0),
          new PlaylistFile(HlsStyle.LL, 1));

  final List<Violation> violations = new ArrayList<>();
  String firstText = "";
  private final Packager packager;
  private final Map<PlaylistFile, PlaylistFollower> followers = new LinkedHashMap<>();

  Following(Packager packager) {
    this.packager = packager;
    PLAYLISTS.forEach(file -> followers.put(file, new PlaylistFollower()));
  }

  /// Sound that comes before its pictures goes into the part that is open then, which a part's
  /// length cannot show where the pictures begin anew.
  private static boolean isEarlySound(PlaylistFile file, Violation violation) {
    return file.style() == HlsStyle.LL
        && file.track() == 1
        && (violation.rule() == Rule.PART_TOO_LONG || violation.rule() == Rule.PART_TOO_SHORT);
  }

  /// Reads what there is now.
  void look() {
    SegmentWindow window = packager.window();
    if (!window.isPlayable()) {
      return;
    }
    Map<String, String> lowLatency = new LinkedHashMap<>();
    for (PlaylistFile file : PLAYLISTS) {
      MediaPlaylist playlist = HlsPlaylists.media(window, file);
      if (playlist != null) {
        String text = MediaPlaylistWriter.full(playlist);
        List<Violation> found =
            new ArrayList<>(Objects.requireNonNull(followers.get(file)).next(text));
        found.removeIf(violation -> isEarlySound(file, violation));
        if (!found.isEmpty() && violations.isEmpty()) {
          firstText = found + "\n" + text;
        }
        violations.addAll(found);
        if (file.style() == HlsStyle.LL) {
          lowLatency.put(file.toString(), text);
        }
      }
    }
    violations.addAll(PlaylistChecker.checkRenditions(lowLatency));
  }
}
