package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whoever holds a segment holds the same bytes, and says the same of it, whenever they came.
class EqualSegmentsTest {
  private static final List<PlaylistFile> PLAYLISTS =
      List.of(
          new PlaylistFile(HlsStyle.TS, -1),
          new PlaylistFile(HlsStyle.FMP4, 0),
          new PlaylistFile(HlsStyle.LL, 1));

  private final OnAir onAir = new OnAir();

  @Test
  void latecomersHoldTheSameSegments() {
    Random random = new Random(4);
    onAir.publish();
    onAir.passMs(400);
    List<Packager> packagers = new ArrayList<>();
    packagers.add(onAir.packager());
    for (int i = 0; i < 12; i++) {
      onAir.passMs(200 + random.nextInt(700));
      packagers.add(onAir.packager());
      if (i == 6) {
        onAir.loseConnection();
        onAir.passNothingMs(800);
        onAir.publish();
      }
    }
    onAir.passMs(3_000);
    for (Packager late : packagers.subList(1, packagers.size())) {
      compare(packagers.getFirst(), late);
    }
    onAir.unpublish();
    packagers.forEach(Packager::close);
  }

  private void compare(Packager first, Packager late) {
    List<PackagedSegment> common =
        late.window().segments().stream()
            .filter(segment -> segment.number() >= first.window().segments().getFirst().number())
            .toList();
    assertThat(common).hasSizeGreaterThan(2);
    for (PackagedSegment segment : common) {
      long number = segment.number();
      assertThat(onAir.read(late, shelf -> shelf.transportStream(number)))
          .isEqualTo(onAir.read(first, shelf -> shelf.transportStream(number)));
      for (int track = 0; track < 2; track++) {
        int id = track;
        assertThat(onAir.read(late, shelf -> shelf.fragments(number, id)))
            .isEqualTo(onAir.read(first, shelf -> shelf.fragments(number, id)));
      }
    }
    for (PlaylistFile file : PLAYLISTS) {
      long from = common.getFirst().number();
      assertThat(entries(late, file, from)).isEqualTo(entries(first, file, from));
    }
  }

  /// What the playlist says of the segments from this one on.
  private static String entries(Packager packager, PlaylistFile file, long from) {
    MediaPlaylist playlist = Objects.requireNonNull(HlsPlaylists.media(packager.window(), file));
    MediaPlaylist cut =
        MediaPlaylist.ofSegments(
            playlist.terms(),
            from,
            0,
            playlist.segments().stream().filter(s -> s.number() >= from).toList(),
            false);
    return MediaPlaylistWriter.full(cut);
  }
}
