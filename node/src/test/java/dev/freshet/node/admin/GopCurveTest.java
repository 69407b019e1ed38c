package dev.freshet.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.Profile;
import org.junit.jupiter.api.Test;

class GopCurveTest {
  @Test
  void twoSecondsAreWhatTheOthersAreComparedWith() {
    assertThat(GopCurve.at(Profile.SHOWROOM, 2_000))
        .isEqualTo(new StreamStatus.GopPlace(1_000, 2_000, 1, 1));
  }

  @Test
  void aProfileThatStartsFurtherBackAddsThat() {
    assertThat(GopCurve.at(Profile.BROADCAST, 2_000).joinDelayMs()).isEqualTo(4_000);
    assertThat(GopCurve.at(Profile.BROADCAST, 2_000).joinDelayMostMs()).isEqualTo(5_000);
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
