package dev.freshet.protocol.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.hls.PlaylistEdge.Readiness;
import dev.freshet.protocol.hls.PlaylistRequest.Reload;
import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaylistEdgeTest {
  /// Segment 19 is complete and has 5 parts; parts 0 and 1 of segment 20 are there; 200 ms parts.
  private static final PlaylistEdge EDGE = new PlaylistEdge(19, 5, 2, 200_000, 1_000_000, false);

  @ParameterizedTest
  @CsvSource({"0, READY", "19, READY", "20, WAIT", "21, WAIT", "22, TOO_FAR"})
  void waitsForAWholeSegmentUpToTwoAhead(long number, Readiness expected) {
    assertThat(readiness(EDGE, number, Reload.NO_PART)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 999, READY", // long gone: the whole playlist all the same
    "19, 4, READY",
    "20, 0, READY",
    "20, 1, READY",
    "20, 2, WAIT",
    "20, 15, WAIT", // 3 s of 200 ms are 15 parts; part 1 is the last
    "20, 16, TOO_FAR",
    "21, 0, WAIT",
    "21, 13, WAIT",
    "21, 14, TOO_FAR",
    "22, 0, TOO_FAR",
    "9223372036854775807, 0, TOO_FAR"
  })
  void waitsForAPart(long number, int part, Readiness expected) {
    assertThat(readiness(EDGE, number, part)).isEqualTo(expected);
  }

  @Test
  void takesAPartBehindTheLastAsTheNextSegmentsFirst() {
    assertThat(readiness(EDGE, 19, 5)).isEqualTo(Readiness.READY); // 20.0 is there
    PlaylistEdge justClosed = new PlaylistEdge(19, 5, 0, 200_000, 1_000_000, false);
    assertThat(readiness(justClosed, 19, 4)).isEqualTo(Readiness.READY);
    assertThat(readiness(justClosed, 19, 5)).isEqualTo(Readiness.WAIT);
    assertThat(readiness(justClosed, 19, 2_000_000_000)).isEqualTo(Readiness.WAIT);
  }

  @Test
  void keepsAPlayerWaitingWhenItsSegmentClosesWithoutThePart() {
    Reload request = new Reload(20, 3, false);
    assertThat(EDGE.readiness(request)).isEqualTo(Readiness.WAIT);
    PlaylistEdge closed = new PlaylistEdge(20, 3, 0, 200_000, 1_000_000, false);
    assertThat(closed.readiness(request)).isEqualTo(Readiness.WAIT);
    PlaylistEdge next = new PlaylistEdge(20, 3, 1, 200_000, 1_000_000, false);
    assertThat(next.readiness(request)).isEqualTo(Readiness.READY);
  }

  @Test
  void letsAPlayerWaitForALongSegmentByItsLastPart() {
    PlaylistEdge longSegments = new PlaylistEdge(19, 20, 0, 200_000, 4_000_000, false);
    assertThat(readiness(longSegments, 20, 19)).isEqualTo(Readiness.WAIT);
    assertThat(readiness(longSegments, 20, 39)).isEqualTo(Readiness.TOO_FAR);
  }

  @Test
  void allowsThreePartsAheadHoweverLongTheyAre() {
    PlaylistEdge longParts = new PlaylistEdge(19, 1, 0, 2_000_000, 2_000_000, false);
    assertThat(readiness(longParts, 20, 1)).isEqualTo(Readiness.WAIT);
    assertThat(readiness(longParts, 20, 2)).isEqualTo(Readiness.TOO_FAR);
  }

  @Test
  void ignoresThePartWhereThereAreNone() {
    PlaylistEdge whole = new PlaylistEdge(19, 0, 0, 0, 4_000_000, false);
    assertThat(readiness(whole, 19, 7)).isEqualTo(Readiness.READY);
    assertThat(readiness(whole, 20, 7)).isEqualTo(Readiness.WAIT);
    assertThat(readiness(whole, 22, 7)).isEqualTo(Readiness.TOO_FAR);
  }

  @Test
  void waitsForTheFirstSegment() {
    PlaylistEdge empty = new PlaylistEdge(9, 0, 0, 200_000, 1_000_000, false);
    assertThat(readiness(empty, 9, 0)).isEqualTo(Readiness.WAIT);
    assertThat(readiness(empty, 10, 0)).isEqualTo(Readiness.WAIT);
    assertThat(readiness(empty, 12, 0)).isEqualTo(Readiness.TOO_FAR);
  }

  @Test
  void ignoresDirectivesAfterTheEnd() {
    PlaylistEdge ended = new PlaylistEdge(19, 5, 0, 200_000, 1_000_000, true);
    assertThat(readiness(ended, 1_000, 3)).isEqualTo(Readiness.READY);
  }

  @Test
  void releasesEveryWaitingPlayerOnceAndForGood() {
    Seeds.check(Seeds.count(200), PlaylistEdgeTest::releasesOnce);
  }

  private static void releasesOnce(Random random) {
    Reload request = new Reload(5 + random.nextInt(2), random.nextInt(-1, 6), false);
    long last = 4;
    int lastParts = 1 + random.nextInt(5);
    int openParts = 0;
    boolean ready = false;
    while (last < 9) {
      PlaylistEdge edge = new PlaylistEdge(last, lastParts, openParts, 200_000, 1_000_000, false);
      boolean now = edge.readiness(request) == Readiness.READY;
      assertThat(!ready || now).as("%s, then not ready at %s", request, edge).isTrue();
      assertThat(edge.readiness(request)).isNotEqualTo(Readiness.TOO_FAR);
      ready = now;
      if (openParts > 0 && random.nextInt(3) == 0) {
        last++;
        lastParts = openParts;
        openParts = 0;
      } else {
        openParts++;
      }
    }
    assertThat(ready).isTrue();
  }

  private static Readiness readiness(PlaylistEdge edge, long number, int part) {
    return edge.readiness(new Reload(number, part, false));
  }
}
