package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampRepairTest {
  private static final long WRAP_US = (1L << 32) * 1_000;
  private static final int VIDEO = 0;
  private static final int AUDIO = 1;

  private TimestampRepair repair = new TimestampRepair(WRAP_US, -1);
  private long nowMs;

  @Test
  void beginsAtZeroWhereverThePublisherBegins() {
    assertThat(video(5_000)).isZero();
    assertThat(video(5_040)).isEqualTo(40);
    assertThat(audio(5_050)).isEqualTo(50);
  }

  @Test
  void continuesAStepAfterThePublisherBefore() {
    repair = new TimestampRepair(WRAP_US, 7_000_000);
    assertThat(video(0)).isEqualTo(7_020);
    assertThat(video(40)).isEqualTo(7_060);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void goesOnWhereTheCounterWraps() {
    long endMs = 1L << 32;
    assertThat(video(endMs - 50)).isZero();
    assertThat(audio(endMs - 30)).isEqualTo(20);
    assertThat(video(10)).isEqualTo(60); // 2^32 ms are over
    assertThat(audio(endMs - 5)).isEqualTo(45); // not yet for this track
    assertThat(audio(30)).isEqualTo(80);
    assertThat(repair.jumped()).isFalse();
  }

  /// FLV files, and who copies their times, have 31 bits for them.
  @Test
  void goesOnWhereACounterOf31BitsWraps() {
    long endMs = 1L << 31;
    assertThat(video(endMs - 40)).isZero();
    assertThat(audio(endMs - 20)).isEqualTo(20);
    assertThat(video(0)).isEqualTo(40);
    assertThat(audio(endMs - 1)).as("not yet for this track").isEqualTo(39);
    assertThat(audio(20)).isEqualTo(60);
    assertThat(video(40)).isEqualTo(80);
  }

  @Test
  void soundMayComeLaterThanPicturesOfItsTimeAndTheOtherWayRound() {
    video(1_000);
    assertThat(video(1_400)).isEqualTo(400);
    assertThat(audio(1_010)).isEqualTo(10);
    assertThat(audio(1_900)).isEqualTo(900);
    assertThat(video(1_440)).isEqualTo(440);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void closesAJumpForwardsAndReportsItOnce() {
    video(0);
    assertThat(video(3_600_000)).isEqualTo(20);
    assertThat(repair.jumped()).isTrue();
    assertThat(video(3_600_040)).isEqualTo(60);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void closesAJumpBackwardsAndReportsItOnce() {
    video(3_600_000);
    video(3_600_040);
    assertThat(video(0)).isEqualTo(60);
    assertThat(repair.jumped()).isTrue();
    assertThat(video(40)).isEqualTo(100);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void placesStragglersFromBeforeAJumpWhereTheyBelong() {
    video(100_000);
    audio(100_010);
    video(100_040);
    assertThat(video(0)).isEqualTo(60); // the jump
    assertThat(audio(100_033)).isEqualTo(33);
    assertThat(repair.jumped()).isFalse();
    assertThat(audio(5)).isEqualTo(65);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void aSilenceIsNoJump() {
    video(0);
    nowMs += 60_000; // as long as the clock says the same
    assertThat(video(60_000)).isEqualTo(60_000);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void levelsSmallDisorderWithoutFalling() {
    video(1_000);
    video(1_040);
    assertThat(video(1_020)).isEqualTo(40);
    assertThat(video(1_080)).isEqualTo(80);
    assertThat(repair.jumped()).isFalse();
  }

  @Test
  void liftsNegativeCompositionTimesForGood() {
    repair(VIDEO, 1_000, 0, true);
    repair(VIDEO, 1_040, -80, true);
    assertThat(repair.ptsUs()).isGreaterThanOrEqualTo(repair.dtsUs());
    repair(VIDEO, 1_200, -80, true);
    assertThat(repair.ptsUs()).isEqualTo(120_000);
    assertThat(repair.dtsUs()).isEqualTo(120_000);
    repair(VIDEO, 1_240, 0, true);
    assertThat(repair.ptsUs()).isEqualTo(240_000);
    assertThat(repair.dtsUs()).isEqualTo(160_000);
    assertThat(audio(1_250)).as("sound is not shifted").isEqualTo(250);
  }

  @Test
  void doesNotBelieveAbsurdCompositionTimes() {
    repair(VIDEO, 0, 0, true);
    repair(VIDEO, 40, -8_000, true);
    assertThat(repair.ptsUs()).isEqualTo(40_000);
    repair(VIDEO, 80, 8_000, true);
    assertThat(repair.ptsUs()).isEqualTo(80_000 + TimestampRepair.MAX_COMPOSITION_US);
  }

  @Test
  void serialDifferencesAreTheNearest() {
    assertThat(TimestampRepair.serialDifference(5, 250, 256)).isEqualTo(11);
    assertThat(TimestampRepair.serialDifference(250, 5, 256)).isEqualTo(-11);
    assertThat(TimestampRepair.serialDifference(7, 7, 256)).isZero();
  }

  @Test
  void timeNeverFallsWithinATrackAndPicturesAreShownAfterTheyAreDecoded() {
    Seeds.check(Seeds.count(200), TimestampRepairTest::checkRandomly);
  }

  private static void checkRandomly(Random random) {
    long wrapUs = random.nextBoolean() ? WRAP_US : 0;
    long lastUs = random.nextBoolean() ? -1 : random.nextInt(1 << 30);
    TimestampRepair repair = new TimestampRepair(wrapUs, lastUs);
    long[] lastOfTrack = {lastUs, lastUs, lastUs, lastUs, lastUs, lastUs};
    long rawUs = random.nextLong(wrapUs == 0 ? Long.MAX_VALUE / 4 : wrapUs);
    long nowNs = random.nextLong();
    for (int i = 0; i < 500; i++) {
      rawUs += random.nextInt(60_000) - 5_000;
      rawUs += random.nextInt(50) == 0 ? random.nextLong(1L << 42) - (1L << 41) : 0;
      rawUs = wrapUs == 0 ? rawUs : Math.floorMod(rawUs, wrapUs);
      nowNs += random.nextInt(100_000_000);
      int track = random.nextInt(6);
      long skewUs = track * 200_000L;
      long offsetUs = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(300_000) - 80_000;
      repair.repair(track, rawUs - skewUs, offsetUs, track == 0, nowNs);
      assertThat(repair.dtsUs()).isGreaterThanOrEqualTo(Math.max(0, lastOfTrack[track]));
      assertThat(repair.ptsUs()).isGreaterThanOrEqualTo(repair.dtsUs());
      assertThat(repair.ptsUs() - repair.dtsUs())
          .isLessThanOrEqualTo(TimestampRepair.MAX_COMPOSITION_US);
      lastOfTrack[track] = repair.dtsUs();
    }
  }

  /// Repairs a picture; returns its decoding time in ms.
  private long video(long dtsMs) {
    return repair(VIDEO, dtsMs, 0, true);
  }

  private long audio(long dtsMs) {
    return repair(AUDIO, dtsMs, 0, false);
  }

  private long repair(int track, long dtsMs, long ptsOffsetMs, boolean video) {
    nowMs += 10;
    repair.repair(track, dtsMs * 1_000, ptsOffsetMs * 1_000, video, nowMs * 1_000_000);
    return repair.dtsUs() / 1_000;
  }
}
