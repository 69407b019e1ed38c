package dev.freshet.node.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.LoadLevel;
import dev.freshet.contract.node.LoadLimits;
import dev.freshet.hub.FanoutCounters;
import dev.freshet.hub.LocalLanding;
import dev.freshet.hub.Locator;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final StreamRegistry registry =
      new StreamRegistry(
          new LocalLanding(new NodeId("n1"), loops.clock()),
          Locator.none(),
          RegistryLimits.DEFAULTS,
          UnpooledByteBufAllocator.DEFAULT,
          new FanoutCounters(),
          1);
  private final LoopProbe probe =
      new LoopProbe(loops.loop(0), registry, ManagementFactory.getThreadMXBean(), () -> false);
  private final LoopWatch watch = new LoopWatch(probe, registry.load(0));

  @Test
  void aLoopThatKeepsItsTimesIsNotLate() {
    probe.start();
    second();
    second();
    assertThat(watch.lateness()).isLessThan(0.1);
  }

  @Test
  void aLoopThatGivesNoSignIsAsLateAsItHasBeenSilent() {
    probe.start();
    second();
    loops.pause(0);
    second();
    second();
    assertThat(watch.lateness()).isGreaterThan(3); // a second of silence, beside 250 ms
    assertThat(watch.judge(0, LoadLimits.DEFAULTS)).isEqualTo(LoadLevel.GREEN);
    second();
    assertThat(watch.judge(0, LoadLimits.DEFAULTS)).isEqualTo(LoadLevel.RED);
    assertThat(registry.load(0).level()).isEqualTo(LoadLevel.RED);
  }

  @Test
  void loadThatAllLoopsShareCountsForEach() {
    assertThat(watch.judge(0.9, LoadLimits.DEFAULTS)).isEqualTo(LoadLevel.GREEN);
    assertThat(watch.judge(0.9, LoadLimits.DEFAULTS)).isEqualTo(LoadLevel.ORANGE);
  }

  private void second() {
    loops.advanceMs(1_010);
    watch.look(loops.clock().nanoTime(), LoadLimits.DEFAULTS);
  }
}
