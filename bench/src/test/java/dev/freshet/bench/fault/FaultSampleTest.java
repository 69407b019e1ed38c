package dev.freshet.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.load.WatchedSocket.Arrival;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultSampleTest {
  @Test
  void theGapIsTheLongestTimeWithoutAFrame() {
    FaultSample sample = sample(1_000, at(0, 1), at(40, 2), at(400, 3), at(990, 4));
    assertThat(sample.gapMs()).isEqualTo(590);
    assertThat(sample.lost()).isZero();
    assertThat(sample.duplicated()).isZero();
  }

  @Test
  void aStreamThatDoesNotGoOnIsAGapUntilTheEnd() {
    assertThat(sample(5_000, at(0, 1), at(40, 2)).gapMs()).isEqualTo(4_960);
    assertThat(sample(5_000).gapMs()).isInfinite();
  }

  @Test
  void framesThatNeverCameAreLostAndFramesThatCameAgainAreDuplicated() {
    FaultSample sample = sample(50, at(0, 1), at(10, 4), at(20, 4), at(30, 3), at(40, 5));
    assertThat(sample.lost()).isEqualTo(2);
    assertThat(sample.duplicated()).isEqualTo(2);
  }

  private static FaultSample sample(int endMs, Arrival... arrivals) {
    return FaultSample.of(List.of(arrivals), endMs * 1_000_000L, true, 0, "a1");
  }

  private static Arrival at(int ms, long sequence) {
    return new Arrival(ms * 1_000_000L, sequence, 0, false);
  }
}
