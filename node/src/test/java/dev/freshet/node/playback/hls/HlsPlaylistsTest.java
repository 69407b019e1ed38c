package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import dev.freshet.protocol.hls.MultivariantWriter;
import dev.freshet.testkit.hls.PlaylistChecker;
import dev.freshet.testkit.hls.PlaylistFollower;
import dev.freshet.testkit.hls.Violation;
import dev.freshet.testkit.mp4.Mp4Reader;
import dev.freshet.testkit.mp4.Mp4Sample;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HlsPlaylistsTest {
  private static final int VIDEO = 0;
  private static final int AUDIO = 1;
  private static final List<PlaylistFile> ALL =
      List.of(
          new PlaylistFile(HlsStyle.TS, -1),
          new PlaylistFile(HlsStyle.FMP4, VIDEO),
          new PlaylistFile(HlsStyle.FMP4, AUDIO),
          new PlaylistFile(HlsStyle.LL, VIDEO),
          new PlaylistFile(HlsStyle.LL, AUDIO));

  private final OnAir onAir = new OnAir();
  private final Map<PlaylistFile, PlaylistFollower> followers = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private Packager packager;

  HlsPlaylistsTest() {
    onAir.publish();
    onAir.passMs(400);
    packager = onAir.packager();
    ALL.forEach(file -> followers.put(file, new PlaylistFollower()));
  }

  @AfterEach
  void everythingIsLetGo() {
    onAir.unpublish();
    packager.close();
    onAir.loops.runUntilIdle();
    assertThat(onAir.allocator.metric().usedHeapMemory()).isZero();
    assertThat(onAir.allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void whatIsPublishedKeepsTheRulesOfTheDraftFromTheFirstToTheLastText() {
    watch(12_000);
    onAir.loseConnection();
    watch(1_000);
    onAir.publish();
    watch(6_000);
    onAir.unpublish();
    follow();
    assertThat(violations).isEmpty();
    SegmentWindow window = packager.window();
    assertThat(window.ended()).isTrue();
    assertThat(window.segments().stream().filter(PackagedSegment::beginsAnew)).hasSize(1);
    onAir.publish();
    onAir.passMs(400);
  }

  @Test
  void partsOneByOneAreTheSegmentAndHoldEveryFrameOnceWithExactTimes() {
    watch(8_000);
    List<Mp4Sample> pictures = samples(VIDEO, 90_000);
    assertThat(pictures).hasSizeGreaterThan(100).allMatch(sample -> sample.duration() == 3_600);
    List<Mp4Sample> sound = samples(AUDIO, 48_000);
    assertThat(sound).hasSizeGreaterThan(150).allMatch(sample -> sample.duration() == 1_024);
  }

  @Test
  void discontinuitiesHaveSmallNumbers() {
    watch(4_000);
    MediaPlaylist playlist =
        Objects.requireNonNull(
            HlsPlaylists.media(packager.window(), new PlaylistFile(HlsStyle.TS, -1)));
    assertThat(playlist.discontinuitySequence()).isLessThan(HlsPlaylists.MAX_DISCONTINUITIES);
  }

  @Test
  void theFirstPlaylistNamesWhatThereIs() {
    watch(5_000);
    String text =
        MultivariantWriter.write(
            Objects.requireNonNull(
                HlsPlaylists.multivariant(packager.window(), HlsStyle.LL, "test/s/S/")));
    assertThat(PlaylistChecker.check(text)).isEmpty();
    assertThat(text)
        .contains("test/s/S/t0.ll.m3u8", "URI=\"test/s/S/t1.ll.m3u8\"", "mp4a.40.2\"", "avc1.");
  }

  /// The first texts are shorter than that, and the last one is played from its beginning.
  @Test
  void whoPlaysWholeSegmentsIsToldWhereToStart() {
    watch(2_600);
    assertThat(text(ALL.getFirst())).doesNotContain("#EXT-X-START");
    watch(2_400);
    for (PlaylistFile file : ALL) {
      boolean whole = file.style() != HlsStyle.LL;
      assertThat(text(file).contains("#EXT-X-START:TIME-OFFSET=-3.0\n")).isEqualTo(whole);
    }
    onAir.unpublish();
    assertThat(text(ALL.getFirst())).contains("#EXT-X-ENDLIST").doesNotContain("#EXT-X-START");
    onAir.publish();
    onAir.passMs(400);
  }

  private String text(PlaylistFile file) {
    return MediaPlaylistWriter.full(
        Objects.requireNonNull(HlsPlaylists.media(packager.window(), file)));
  }

  @Test
  void transportStreamsAreMadeOfWholePackets() {
    watch(5_000);
    PackagedSegment last = packager.window().segments().getLast();
    byte[] bytes =
        Objects.requireNonNull(onAir.read(packager, shelf -> shelf.transportStream(last.number())));
    assertThat(bytes.length % 188).isZero();
    assertThat(onAir.read(packager, shelf -> shelf.transportStream(last.number() + 5))).isNull();
  }

  /// Lets time pass and reads every playlist at each moment.
  private void watch(int ms) {
    for (int i = 0; i < ms / 40; i++) {
      onAir.passMs(40);
      follow();
    }
  }

  private void follow() {
    SegmentWindow window = packager.window();
    if (!window.isPlayable()) {
      return;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (PlaylistFile file : ALL) {
      MediaPlaylist playlist = Objects.requireNonNull(HlsPlaylists.media(window, file));
      String text = MediaPlaylistWriter.full(playlist);
      texts.put(file.toString(), text);
      violations.addAll(Objects.requireNonNull(followers.get(file)).next(text));
    }
    texts.keySet().removeIf(name -> !name.contains(".ll."));
    violations.addAll(PlaylistChecker.checkRenditions(texts));
  }

  /// The samples of all listed segments, read part by part and whole.
  private List<Mp4Sample> samples(int track, int timescale) {
    List<PackagedSegment> segments = packager.window().segments();
    Mp4Reader reader =
        new Mp4Reader(Objects.requireNonNull(segments.getFirst().init(track)).bytes());
    assertThat(reader.timescale()).isEqualTo(timescale);
    for (PackagedSegment segment : segments) {
      ByteArrayOutputStream parts = new ByteArrayOutputStream();
      for (int i = 0; i < segment.parts().size(); i++) {
        int part = i;
        parts.writeBytes(
            Objects.requireNonNull(
                onAir.read(packager, shelf -> shelf.fragment(segment.number(), track, part))));
      }
      byte[] whole = onAir.read(packager, shelf -> shelf.fragments(segment.number(), track));
      assertThat(parts.toByteArray()).isEqualTo(whole);
      reader.read(parts.toByteArray());
    }
    return reader.samples();
  }
}
