package dev.freshet.node.playback.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class KickedSessionsTest {
  private final LongAdder forgotten = new LongAdder();
  private final KickedSessions kicked = new KickedSessions(3, forgotten);

  @Test
  void remembersThemUntilTheirTokensEnd() {
    kicked.add(1, 100);
    kicked.add(2, 200);
    kicked.forgetEnded(100);
    assertThat(kicked.contains(1)).isFalse();
    assertThat(kicked.contains(2)).isTrue();
    assertThat(forgotten.sum()).isZero();
  }

  @Test
  void oneThatIsKickedAgainIsRememberedOnce() {
    kicked.add(1, 100);
    kicked.add(1, 100);
    assertThat(kicked.size()).isEqualTo(1);
    kicked.forgetEnded(100);
    assertThat(kicked.size()).isZero();
  }

  @Test
  void ofTooManyItForgetsTheOneThatEndsFirst() {
    kicked.add(1, 300);
    kicked.add(2, 100);
    kicked.add(3, 200);
    kicked.add(4, 400);
    assertThat(kicked.size()).isEqualTo(3);
    assertThat(kicked.contains(2)).isFalse();
    assertThat(forgotten.sum()).isEqualTo(1);
  }
}
