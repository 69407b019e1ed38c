package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  @Test
  void framesAreExactForYears() {
    Timeline timeline = new Timeline(0, 30);
    assertThat(timeline.frameUs(1)).isEqualTo(33_333);
    assertThat(timeline.frameUs(2)).isEqualTo(66_666);
    assertThat(timeline.frameUs(3)).isEqualTo(100_000);
    long tenYears = 10L * 365 * 86_400;
    assertThat(timeline.frameUs(30 * tenYears)).isEqualTo(1_000_000 * tenYears);
  }

  @Test
  void secondBeginsWithItsFirstFrame() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Timeline timeline = new Timeline(random.nextLong(1L << 50), 1 + random.nextInt(60));
      long frame = random.nextInt(100_000);
      long second = timeline.frameUnixUs(frame) / 1_000_000;
      long first = frame;
      while (timeline.frameUnixUs(first - 1) >= second * 1_000_000) {
        first--;
      }
      assertThat(timeline.secondUs(second)).isEqualTo(timeline.frameUs(first));
      assertThat(timeline.sinceSecondUs(frame))
          .isEqualTo(timeline.frameUs(frame) - timeline.frameUs(first));
    }
  }

  @Test
  void refusesRatesAndTimesOutOfRange() {
    assertThatThrownBy(() -> new Timeline(0, 0)).hasMessage("fps: 0 (expected: 1 to 120)");
    assertThatThrownBy(() -> new Timeline(-1, 25)).hasMessage("startUnixUs: -1 (expected: >= 0)");
  }
}
