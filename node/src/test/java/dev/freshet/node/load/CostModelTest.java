package dev.freshet.node.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CostModelTest {
  private final CostModel model = new CostModel();

  @Test
  void beginsWithTheMeasuredMachine() {
    // 10,000 viewers of 300 kbit/s at 350 ms: a quarter of a core
    assertThat(model.share(10_000 / 0.35, 10_000 * 37_500.0)).isBetween(0.2, 0.3);
  }

  @Test
  void learnsHowFastThisMachineIs() {
    double before = model.share(1_000, 1_000_000);
    for (int i = 0; i < 50; i++) {
      model.learn(2 * 7_200 * 1_000L, 1_000, 0);
    }
    assertThat(model.share(1_000, 1_000_000)).isCloseTo(2 * before, within(before / 100));
  }

  @Test
  void learnsNothingFromAFewSends() {
    model.learn(1_000_000_000, 99, 0);
    assertThat(model.pace()).isEqualTo(1);
  }

  @Test
  void oneOddSecondDoesNotThrowItOff() {
    model.learn(3_600_000_000_000L, 1_000, 0);
    assertThat(model.pace()).isLessThan(3);
  }
}
