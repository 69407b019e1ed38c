package dev.freshet.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class PacerTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void sendsTheFirstTagAtOnceWhateverItsTime() {
    assertThat(waitMs(new Pacer(1), 3_600_000)).isZero();
  }

  @Test
  void keepsMediaTimeAtRealTime() {
    Pacer pacer = new Pacer(1);
    waitMs(pacer, 1_000);
    assertThat(waitMs(pacer, 1_040)).isEqualTo(40);
    clock.advanceMs(40);
    assertThat(waitMs(pacer, 1_080)).isEqualTo(40);
    assertThat(waitMs(pacer, 1_063)).isEqualTo(23);
  }

  @Test
  void catchesUpAfterASlowWrite() {
    Pacer pacer = new Pacer(1);
    waitMs(pacer, 0);
    clock.advanceMs(500);
    assertThat(waitMs(pacer, 40)).isEqualTo(-460);
    assertThat(waitMs(pacer, 540)).isEqualTo(40);
  }

  @Test
  void hurriesAsMuchAsAskedFor() {
    Pacer pacer = new Pacer(4);
    waitMs(pacer, 0);
    assertThat(waitMs(pacer, 400)).isEqualTo(100);
  }

  @Test
  void doesNotWaitAtSpeedZero() {
    Pacer pacer = new Pacer(0);
    waitMs(pacer, 0);
    assertThat(waitMs(pacer, 400)).isZero();
  }

  @Test
  void startsAnewWhereTimestampsJump() {
    Pacer pacer = new Pacer(1);
    waitMs(pacer, 0);
    assertThat(waitMs(pacer, 90_000)).isZero();
    assertThat(waitMs(pacer, 90_040)).isEqualTo(40);
    assertThat(waitMs(pacer, 10)).isZero();
    assertThat(waitMs(pacer, 50)).isEqualTo(40);
  }

  private long waitMs(Pacer pacer, long timestampMs) {
    return (pacer.dueNs(timestampMs, clock.nanoTime()) - clock.nanoTime()) / 1_000_000;
  }
}
