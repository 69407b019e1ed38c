package dev.freshet.protocol.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "#EXT-X-ENDLIST", "a\nb", "a\rb", "a\"b", "a\u0000"})
  void refusesAddressesThatWouldBreakALine(String uri) {
    assertThatThrownBy(() -> Part.of(uri, 1, false))
        .hasMessageStartingWith("part.uri: ")
        .hasMessageEndingWith("(expected: an address without quotes and line breaks)");
  }

  @Test
  void refusesTermsThatTheDraftForbids() {
    assertThatThrownBy(() -> PlaylistTerms.ordinary(0))
        .hasMessage("targetDurationSeconds: 0 (expected: >= 1)");
    assertThatThrownBy(() -> PlaylistTerms.ordinary(2).withHoldBacks(5_999_999, 0))
        .hasMessage("holdBackUs: 5999999 (expected: >= 6000000)");
    assertThatThrownBy(() -> PlaylistTerms.lowLatency(1, 200_000).withHoldBacks(0, 399_999))
        .hasMessage("partHoldBackUs: 399999 (expected: >= 400000)");
    assertThatThrownBy(() -> new PlaylistTerms(1, false, 0, true, 5_999_999, 0, 0, null))
        .hasMessage("canSkipUntilUs: 5999999 (expected: >= 6000000)");
  }

  @Test
  void refusesAHoleInTheNumbers() {
    List<Segment> segments = List.of(Samples.segments(1, 1).getFirst());
    assertThatThrownBy(
            () -> MediaPlaylist.ofSegments(PlaylistTerms.ordinary(1), 2, 0, segments, false))
        .hasMessage("segment.number: 1 (expected: 2)");
  }

  @Test
  void refusesTwoHintsOfAKindAndHintsAfterTheEnd() {
    PreloadHint hint = PreloadHint.part("v0-1.0.m4s");
    assertThatThrownBy(() -> empty(List.of(hint, hint), false))
        .hasMessageEndingWith("(expected: one of a kind)");
    assertThatThrownBy(() -> empty(List.of(hint), true))
        .hasMessage("ended: true (expected: false with an open segment or hints)");
  }

  @Test
  void knowsItsEdge() {
    assertThat(Samples.lowLatency(10, 19, 2).edge())
        .isEqualTo(new PlaylistEdge(19, 5, 2, 200_000, 1_000_000, false));
    assertThat(empty(List.of(), false).edge())
        .isEqualTo(new PlaylistEdge(0, 0, 0, 200_000, 1_000_000, false));
  }

  private static MediaPlaylist empty(List<PreloadHint> hints, boolean ended) {
    return new MediaPlaylist(
        Samples.lowLatencyTerms(), 1, 0, List.of(), null, hints, List.of(), ended);
  }
}
