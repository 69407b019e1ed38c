package dev.freshet.protocol.hls;

import static dev.freshet.protocol.hls.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Dumper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MediaPlaylistWriterTest {

  @Test
  void writesEverythingThatLowLatencyKnows() {
    Dumper.compare(
        Samples.golden("low-latency.m3u8"), MediaPlaylistWriter.full(Samples.fullLowLatency()));
  }

  @Test
  void leavesOldSegmentsOutOfADeltaUpdate() {
    Dumper.compare(
        Samples.golden("low-latency-delta.m3u8"),
        MediaPlaylistWriter.delta(Samples.fullLowLatency()));
  }

  @Test
  void writesTransportStreamSegments() {
    Dumper.compare(
        Samples.golden("transport-stream.m3u8"),
        MediaPlaylistWriter.full(Samples.transportStream()));
  }

  @Test
  void endsAPlaylist() {
    Dumper.compare(Samples.golden("ended.m3u8"), MediaPlaylistWriter.full(Samples.ended()));
  }

  @Test
  void beginsWithoutSegments() {
    PlaylistTerms terms = PlaylistTerms.lowLatency(2, 350_000);
    MediaPlaylist empty =
        new MediaPlaylist(
            terms,
            17_953_488_000L,
            0,
            List.of(),
            null,
            List.of(PreloadHint.part("v0-17953488000.0.m4s")),
            List.of(),
            false);
    Dumper.compare(Samples.golden("empty.m3u8"), MediaPlaylistWriter.full(empty));
  }

  @Test
  void listsPartsOnlyWithinThreeTargetDurationsOfTheEnd() {
    MediaPlaylist playlist = Samples.lowLatency(10, 19, 2);
    String text = MediaPlaylistWriter.full(playlist);
    assertThat(text).contains("v0-18.0.m4s", "v0-19.4.m4s", "v0-20.1.m4s");
    assertThat(text).doesNotContain("v0-17.4.m4s"); // began 3.4 s before the end
  }

  @Test
  void skipsWhatLiesWhollyBeyondTheSkipBoundary() {
    assertThat(MediaPlaylistWriter.skippable(Samples.lowLatency(10, 19, 2))).isEqualTo(4);
    assertThat(MediaPlaylistWriter.skippable(Samples.lowLatency(10, 15, 2))).isZero();
  }

  @Test
  void answersWithTheFullTextWhereNothingCanBeSkipped() {
    MediaPlaylist young = Samples.lowLatency(10, 15, 2);
    assertThat(MediaPlaylistWriter.delta(young)).isEqualTo(MediaPlaylistWriter.full(young));
    MediaPlaylist ordinary = Samples.transportStream();
    assertThat(MediaPlaylistWriter.delta(ordinary)).isEqualTo(MediaPlaylistWriter.full(ordinary));
    PlaylistTerms terms = Samples.lowLatencyTerms();
    MediaPlaylist ended = MediaPlaylist.ofSegments(terms, 0, 0, Samples.segments(0, 20), true);
    assertThat(MediaPlaylistWriter.delta(ended)).isEqualTo(MediaPlaylistWriter.full(ended));
  }

  @Test
  void saysAMapOnceAndAgainAfterADiscontinuity() {
    List<Segment> segments = new ArrayList<>(Samples.segments(0, 2));
    segments.add(Samples.segment(2, Samples.head(2).afterDiscontinuity(), SECOND, 0));
    String text = full(segments);
    assertThat(text.split("#EXT-X-MAP:URI=\"v0-5f3a.mp4\"\n")).hasSize(3);
    assertThat(text).contains("#EXT-X-DISCONTINUITY\n#EXT-X-MAP");
  }

  @Test
  void saysIndependentOnlyWhileEveryListedSegmentIs() {
    List<Segment> segments = new ArrayList<>(Samples.segments(0, 2));
    assertThat(full(segments)).contains("#EXT-X-INDEPENDENT-SEGMENTS\n");
    segments.add(new Segment(2, Samples.head(2), "v0-2.m4s", SECOND, false, false, List.of()));
    assertThat(full(segments)).doesNotContain("INDEPENDENT-SEGMENTS");
  }

  @Test
  void marksEachPartOfAGap() {
    List<Segment> segments = new ArrayList<>(Samples.segments(0, 1));
    Segment whole = Samples.segment(1, Samples.head(1), SECOND, 5);
    segments.add(new Segment(1, whole.head(), whole.uri(), SECOND, true, true, whole.parts()));
    String text = full(segments);
    assertThat(text).contains("#EXT-X-GAP\n#EXTINF:1.0,\nv0-1.m4s\n");
    assertThat(text.split(",GAP=YES")).hasSize(6);
  }

  @Test
  void raisesTheVersionWithTheFeatures() {
    assertThat(version(Samples.transportStream())).isEqualTo(3);
    assertThat(version(Samples.ended())).isEqualTo(6);
    assertThat(version(withGap())).isEqualTo(8);
    assertThat(version(Samples.lowLatency(0, 3, 1))).isEqualTo(9);
  }

  @Test
  void leavesOutADateThatIsNotKnown() {
    SegmentHead head = new SegmentHead(OptionalLong.empty(), false, null);
    Segment segment = Segment.of(4, head, "4.ts", 33_333, List.of());
    String text =
        MediaPlaylistWriter.full(
            MediaPlaylist.ofSegments(PlaylistTerms.ordinary(1), 4, 0, List.of(segment), false));
    assertThat(text).endsWith("#EXT-X-DISCONTINUITY-SEQUENCE:0\n#EXTINF:0.033333,\n4.ts\n");
  }

  private static MediaPlaylist withGap() {
    SegmentHead head = SegmentHead.of(Samples.START_US, null);
    Segment gap = new Segment(0, head, "0.ts", SECOND, true, true, List.of());
    return MediaPlaylist.ofSegments(PlaylistTerms.ordinary(1), 0, 0, List.of(gap), false);
  }

  private static int version(MediaPlaylist playlist) {
    return MediaPlaylistWriter.full(playlist)
        .lines()
        .filter(line -> line.startsWith("#EXT-X-VERSION:"))
        .mapToInt(line -> Integer.parseInt(line.substring("#EXT-X-VERSION:".length())))
        .sum();
  }

  private static String full(List<Segment> segments) {
    return MediaPlaylistWriter.full(
        MediaPlaylist.ofSegments(Samples.lowLatencyTerms(), 0, 0, segments, false));
  }
}
