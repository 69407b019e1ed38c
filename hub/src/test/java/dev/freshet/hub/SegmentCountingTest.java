package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.GopHeader.Anchor;
import org.junit.jupiter.api.Test;

class SegmentCountingTest {
  private static final long CLOCK_US = 1_795_348_800_123_456L;
  private static final long SECOND = 1_000_000;

  private final SegmentCounting counting = new SegmentCounting(0);
  private long number = 100;
  private long dtsUs;

  @Test
  void timeBeginsWithTheFirstSegmentInWholeMs() {
    begin(0);
    assertThat(counting.now().zeroUnixUs()).isEqualTo(1_795_348_800_123_000L);
    assertThat(counting.now().stretch()).isEqualTo(new Anchor(100, 0, CLOCK_US, 0));
    assertThat(new SegmentCounting(7).now().zeroUnixUs()).isEqualTo(7);
  }

  @Test
  void theFirstSegmentPromisesTheSpacing() {
    begin(0, 1_001, 1_001, 1_000, 1_002, 1_001);
    assertThat(counting.now().even()).isEqualTo(new Anchor(100, 0, CLOCK_US, 1_001_000));
    assertThat(counting.now().even().errorUs(105, dtsUs)).isZero();
  }

  @Test
  void whoBrokeThePromiseIsBelievedAgainAfterSomeTime() {
    begin(0, 1_000, 1_000, 1_700);
    assertThat(counting.now().even())
        .isEqualTo(new Anchor(103, 3_700_000, CLOCK_US + 3_700_000, 0));
    begin(1_000, 1_000, 1_000);
    assertThat(counting.now().even().spacingUs()).isZero();
    begin(1_000);
    assertThat(counting.now().even()).isEqualTo(new Anchor(107, dtsUs, CLOCK_US + dtsUs, SECOND));
    assertThat(counting.now().stretch().segment()).isEqualTo(100);
  }

  @Test
  void smallErrorsThatAddUpCorrectTheSpacing() {
    begin(0, 1_033);
    for (int i = 0; i < 200; i++) {
      begin(i % 3 == 0 ? 1_034 : 1_033);
    }
    assertThat(counting.now().even().spacingUs()).isBetween(1_033_300L, 1_033_400L);
    assertThat(Math.abs(counting.now().even().errorUs(number - 1, dtsUs)))
        .isLessThanOrEqualTo(SegmentCounting.TOLERANCE_US);
  }

  @Test
  void clocksThatDriftAreFollowed() {
    begin(0, 1_000);
    for (int i = 0; i < 2_500; i++) {
      dtsUs += SECOND;
      counting.segmentBegins(number++, dtsUs, CLOCK_US + i * 1_000L, false);
    }
    Anchor even = counting.now().even();
    assertThat(even.spacingUs()).isEqualTo(SECOND);
    assertThat(CLOCK_US + 2_500_000 - (even.unixUs() - even.dtsUs()))
        .isLessThanOrEqualTo(SegmentCounting.MAX_DRIFT_US + 1_000);
    assertThat(counting.now().stretch().segment()).isGreaterThan(2_000);
  }

  @Test
  void aBreakBeginsAnew() {
    begin(0, 1_000, 1_000);
    dtsUs += 400_000;
    counting.segmentBegins(number, dtsUs, CLOCK_US + SECOND, true);
    Anchor here = new Anchor(103, 2_400_000, CLOCK_US + 3_400_000, 0);
    assertThat(counting.now().stretch()).isEqualTo(here);
    assertThat(counting.now().even()).isEqualTo(here);
  }

  /// Segments that each begin so many ms behind the one before.
  private void begin(int... gapsMs) {
    for (int gapMs : gapsMs) {
      dtsUs += gapMs * 1_000L;
      counting.segmentBegins(number++, dtsUs, CLOCK_US, false);
    }
  }
}
