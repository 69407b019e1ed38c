package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalClockTest {
  private static final long NOW_US = 1_800_000_000_000_000L;
  private static final long SECOND_US = 1_000_000;

  @Test
  void forgetsALateFirstFrameWithinAFewSegments() {
    ArrivalClock clock = new ArrivalClock();
    clock.begin(0, NOW_US + 1_700_000, true);
    long beforeUs = clock.offsetUs();
    for (int second = 1; second <= 4; second++) {
      clock.see(second * SECOND_US, NOW_US + second * SECOND_US);
      clock.follow(second * SECOND_US);
      assertThat(clock.offsetUs()).isBetween(beforeUs - SECOND_US / 2, beforeUs);
      beforeUs = clock.offsetUs();
    }
    assertThat(clock.offsetUs()).isEqualTo(NOW_US);
  }

  @Test
  void followsClocksThatDriftApartAndIsNotPulledByLateFrames() {
    Seeds.check(Seeds.count(50), ArrivalClockTest::checkDrift);
  }

  @Test
  void takesOnALongerDelayThatStays() {
    ArrivalClock clock = new ArrivalClock();
    clock.begin(0, NOW_US, true);
    for (int second = 1; second <= 20; second++) {
      clock.see(second * SECOND_US, NOW_US + (second + 5) * SECOND_US);
      clock.follow(second * SECOND_US);
    }
    assertThat(clock.offsetUs()).isBetween(NOW_US + 3 * SECOND_US, NOW_US + 5 * SECOND_US);
  }

  @Test
  void aBeginningWithAnotherTrackIsAGuess() {
    ArrivalClock clock = new ArrivalClock();
    clock.begin(0, NOW_US, false);
    clock.see(SECOND_US, NOW_US + SECOND_US + 300_000);
    clock.follow(SECOND_US);
    assertThat(clock.offsetUs()).isEqualTo(NOW_US + 300_000);
  }

  private static void checkDrift(Random random) {
    double drift = (random.nextDouble() - 0.5) / 5_000; // 100 ppm
    ArrivalClock clock = new ArrivalClock();
    clock.begin(0, NOW_US, true);
    for (int frame = 1; frame < 25 * 600; frame++) {
      long dtsUs = frame * 40_000L;
      long lateUs = frame % 25 == 12 ? 0 : random.nextInt(150_000);
      clock.see(dtsUs, NOW_US + dtsUs + (long) (dtsUs * drift) + lateUs);
      if (frame % 50 == 0) {
        clock.follow(dtsUs);
        assertThat(clock.offsetUs() - NOW_US - (long) (dtsUs * drift)).isBetween(-5_000L, 5_000L);
      }
    }
  }
}
