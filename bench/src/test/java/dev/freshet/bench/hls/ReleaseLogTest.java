package dev.freshet.bench.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.stream.Mark;
import org.junit.jupiter.api.Test;

class ReleaseLogTest {
  private static final long MS = 1_000_000;

  private final ReleaseLog log = new ReleaseLog();

  @Test
  void aPartEndsWithTheLaterOfTheFramesThatBeginTheNext() {
    answers(new PartPlace(5, 3), 1);
    answers(new PartPlace(5, 4), 130, 120);
    answers(new PartPlace(6, 0), 2);
    seen(new PartPlace(6, 0), false, 100);
    seen(new PartPlace(6, 0), true, 110);

    assertThat(log.releases())
        .singleElement()
        .satisfies(release -> assertThat(release.place()).isEqualTo(new PartPlace(5, 4)))
        .satisfies(release -> assertThat(release.delaysNs()).containsExactly(10 * MS, 20 * MS));
  }

  @Test
  void aPartWhoseEndNobodySawIsLeftOut() {
    answers(new PartPlace(5, 3), 1);
    answers(new PartPlace(5, 4), 130);
    answers(new PartPlace(5, 5), 140);
    seen(new PartPlace(5, 5), false, 100);

    assertThat(log.releases()).isEmpty();
  }

  private void answers(PartPlace place, long... atMs) {
    for (long ms : atMs) {
      log.answered(place, ms * MS);
    }
  }

  private void seen(PartPlace place, boolean sound, long sentMs) {
    byte[] bytes = new byte[100];
    Mark.write(bytes, 40, 0, sentMs * MS);
    log.seen(place, sound, bytes, 10, bytes.length);
  }
}
