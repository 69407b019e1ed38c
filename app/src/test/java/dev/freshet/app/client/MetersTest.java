package dev.freshet.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.rtmp.ClockSample;
import org.junit.jupiter.api.Test;

class MetersTest {
  private static final long SECOND_NS = 1_000_000_000;

  @Test
  void countsFramesAndBitsByMediaTime() {
    TrackMeter track = new TrackMeter();
    for (int i = 0; i <= 50; i++) {
      track.frame(i * 40L, 1_000);
    }
    TrackMeter.Rate average = track.average();
    assertThat(average.fps()).isEqualTo(25.0);
    assertThat(track.mediaMs()).isEqualTo(2_000);
    assertThat(track.gaps() + track.backSteps()).isZero();
  }

  @Test
  void countsGapsAndStepsBack() {
    TrackMeter track = new TrackMeter();
    for (long ms : new long[] {0, 40, 80, 1_080, 1_120, 1_100, 1_140}) {
      track.frame(ms, 1);
    }
    assertThat(track.gaps()).isEqualTo(1);
    assertThat(track.gapMs()).isEqualTo(1_000);
    assertThat(track.backSteps()).isEqualTo(1);
  }

  @Test
  void aSlowTrackHasNoGaps() {
    TrackMeter track = new TrackMeter();
    for (int i = 0; i < 10; i++) {
      track.frame(i * 500L, 1);
    }
    assertThat(track.gaps()).isZero();
  }

  @Test
  void goesOnAcrossTheWrapOfTimestamps() {
    TrackMeter track = new TrackMeter();
    track.frame(0xFFFF_FFF0L, 1);
    track.frame(24, 1);
    assertThat(track.mediaMs()).isEqualTo(40);
    assertThat(track.backSteps()).isZero();
  }

  @Test
  void knowsWhatAPlayerHasLeftAndWhenItStalls() {
    Playout playout = new Playout();
    playout.frame(1_000, 0);
    playout.frame(2_000, 0); // a GOP at once
    assertThat(playout.bufferNs(0)).isEqualTo(SECOND_NS);
    playout.frame(2_500, SECOND_NS / 2);
    assertThat(playout.bufferNs(SECOND_NS / 2)).isEqualTo(SECOND_NS);
    playout.frame(2_540, 2 * SECOND_NS); // half a second late
    assertThat(playout.stalls()).isEqualTo(1);
    assertThat(playout.stalledMs()).isEqualTo(500);
  }

  @Test
  void tellsTheDistributionOfDelays() {
    DelayMeter delay = new DelayMeter();
    for (int ms = 1; ms <= 100; ms++) {
      delay.add(ms * 1_000L);
    }
    assertThat(delay.minUs()).isEqualTo(1_000);
    assertThat(delay.quantileUs(0.5)).isBetween(50_000L, 50_100L);
    assertThat(delay.quantileUs(0.99)).isBetween(99_000L, 99_100L);
    assertThat(delay.maxUs()).isEqualTo(100_000);
    assertThat(delay.reportUs()).isEqualTo(50_500);
    assertThat(delay.reportUs()).isEqualTo(-1);
  }

  @Test
  void believesTheClockSampleThatTookLeast() {
    ClockOffset offset = new ClockOffset();
    assertThat(offset.isKnown()).isFalse();
    offset.add(new ClockSample(0, 90_000, 100_000));
    offset.add(new ClockSample(200_000, 231_000, 202_000));
    offset.add(new ClockSample(300_000, 360_000, 340_000));
    assertThat(offset.offsetUs()).isEqualTo(30_000);
    assertThat(offset.roundTripUs()).isEqualTo(2_000);
  }
}
