package dev.freshet.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dfreshet.full=true` runs 10,000 lives instead of 200.
class RoutingSimulationTest {
  private static final int SEEDS = 200;

  @Test
  void streamsFindLawfulWaysWhateverHappensToThem() {
    int seeds = Boolean.getBoolean("freshet.full") ? 10_000 : SEEDS;
    Seeds.check(
        seeds,
        random ->
            assertThat(new RoutedCluster(random, RoutingBug.NONE).run()).as("found").isNull());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theAuditorFinds(RoutingBug bug) {
    int seed = 0;
    while (seed < SEEDS && new RoutedCluster(new Random(seed), bug).run() == null) {
      seed++;
    }
    assertThat(seed).as("seeds until %s was found", bug).isLessThan(SEEDS);
  }
}
