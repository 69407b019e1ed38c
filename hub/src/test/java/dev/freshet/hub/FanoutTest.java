package dev.freshet.hub;

import dev.freshet.testkit.Seeds;
import org.junit.jupiter.api.Test;

class FanoutTest {
  @Test
  void everyViewerGetsEveryFrameFromAnEntryPointOnBytesEqualAndNothingLeaks() {
    Seeds.check(
        Seeds.count(3),
        random -> {
          FanoutSimulation simulation = new FanoutSimulation(random);
          simulation.run(1_500);
          simulation.finish();
        });
  }
}
