package dev.freshet.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.contract.service.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GopCurveTest {
  @Test
  void twoSecondsAreWhatTheOthersAreComparedWith() {
    StreamStatus.GopPlace place = GopCurve.at(Profile.SHOWROOM, 2_000);
    assertThat(place.bitrateCalm()).isEqualTo(1);
    assertThat(place.bitrateBusy()).isEqualTo(1);
  }

  /// As docs/benchmarks/gop-curve.md says: GOP, and half of the joins' delay under both profiles.
  @ParameterizedTest
  @CsvSource({
    "500, 250, 3230",
    "1000, 500, 3480",
    "2000, 990, 4000",
    "4000, 2010, 3970",
    "8000, 4000, 4020"
  })
  void joinDelaysAreThoseThatWereMeasured(long gopMs, long showroomMs, long broadcastMs) {
    assertThat(GopCurve.at(Profile.SHOWROOM, gopMs).joinDelayMs())
        .isCloseTo(showroomMs, within(50L));
    assertThat(GopCurve.at(Profile.BROADCAST, gopMs).joinDelayMs())
        .isCloseTo(broadcastMs, within(50L));
  }

  @Test
  void theLastOneToJoinStartsAWholeGopBehind() {
    assertThat(GopCurve.at(Profile.SHOWROOM, 8_000).joinDelayMostMs()).isBetween(7_900L, 8_000L);
  }

  @Test
  void bitrateNeverRisesWithTheKeyInterval() {
    StreamStatus.GopPlace before = GopCurve.at(Profile.SHOWROOM, 1);
    for (long gopMs = 50; gopMs < 20_000; gopMs += 50) {
      StreamStatus.GopPlace place = GopCurve.at(Profile.SHOWROOM, gopMs);
      assertThat(place.bitrateCalm()).isLessThanOrEqualTo(before.bitrateCalm());
      assertThat(place.bitrateBusy()).isLessThanOrEqualTo(before.bitrateBusy());
      before = place;
    }
    assertThat(before.bitrateCalm()).isBetween(0.7, 1.0);
  }
}
