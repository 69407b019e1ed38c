package dev.freshet.node.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.node.LoadLimits;
import org.junit.jupiter.api.Test;

class LoadRuleTest {
  private final LoadRule rule = new LoadRule();

  @Test
  void oneSecondAloneChangesNothing() {
    assertThat(after(1, 3.0)).isEqualTo(LoadLevel.GREEN);
    assertThat(after(1, 0.1)).isEqualTo(LoadLevel.GREEN);
    assertThat(after(1, 3.0)).isEqualTo(LoadLevel.GREEN);
  }

  @Test
  void twoSecondsAboveAThresholdAreEnough() {
    assertThat(after(2, 0.71)).isEqualTo(LoadLevel.YELLOW);
    assertThat(after(2, 0.86)).isEqualTo(LoadLevel.ORANGE);
    assertThat(after(2, 1.0)).isEqualTo(LoadLevel.RED);
  }

  @Test
  void jumpsToTheLevelThatTheLoadAsksFor() {
    assertThat(after(2, 1.5)).isEqualTo(LoadLevel.RED);
  }

  @Test
  void fallsLevelByLevelAndNotAtOnce() {
    after(2, 1.5);
    assertThat(after(4, 0.1)).isEqualTo(LoadLevel.RED);
    assertThat(after(1, 0.1)).isEqualTo(LoadLevel.ORANGE);
    assertThat(after(5, 0.1)).isEqualTo(LoadLevel.YELLOW);
    assertThat(after(5, 0.1)).isEqualTo(LoadLevel.GREEN);
    assertThat(after(50, 0.1)).isEqualTo(LoadLevel.GREEN);
  }

  @Test
  void staysWhereItIsALittleBelowItsThreshold() {
    after(2, 0.9);
    assertThat(after(100, 0.76)).isEqualTo(LoadLevel.ORANGE);
  }

  private LoadLevel after(int seconds, double load) {
    LoadLevel level = LoadLevel.GREEN;
    for (int i = 0; i < seconds; i++) {
      level = rule.next(load, LoadLimits.DEFAULTS);
    }
    return level;
  }
}
