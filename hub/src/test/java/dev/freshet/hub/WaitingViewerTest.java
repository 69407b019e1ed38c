package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A viewer that was there before the publisher sees its first picture.
class WaitingViewerTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");
  private static final ServiceConfig SERVICE = new ProfileBuilder().service();

  @Test
  void startsAtTheFirstKeyframeHoweverLateItsLoopRuns() {
    Rig rig = new Rig(2, 1);
    List<FakeOutput> outputs = new ArrayList<>();
    await(rig, 1, outputs);
    rig.loops.pause(1);
    Broadcast broadcast = new Broadcast(rig, SERVICE, 10, 1_000);
    broadcast.frames(35);
    assertThat(outputs).isEmpty();
    rig.loops.resume(1);
    rig.loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(outputs.getFirst().received())).startsWith(0L).hasSize(70);
  }

  @Test
  void startsAtTheFirstKeyframeWhoeverJoinsBeforeIt() {
    Seeds.check(Seeds.count(20), WaitingViewerTest::checkRandomly);
  }

  private static void checkRandomly(Random random) {
    Rig rig = new Rig(4, random.nextLong());
    List<FakeOutput> waited = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      await(rig, random.nextInt(4), waited);
    }
    rig.loops.pause(1);
    rig.loops.pause(2);
    Broadcast broadcast = new Broadcast(rig, SERVICE, 3 + random.nextInt(10), 1_000);
    Published published = Published.of(rig.stream());
    broadcast.frames(random.nextInt(30));
    rig.join(random.nextInt(4), FORMAT); // one that asks now, on a loop that has yet to hear of it
    broadcast.frames(random.nextInt(30));
    rig.loops.resume(1);
    rig.loops.resume(2);
    broadcast.frames(5);
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    for (FakeOutput output : waited) {
      assertThat(ViewerRecord.sequences(output.received())).startsWith(0L);
      ViewerRecord.check(output, FORMAT, published);
    }
    published.release();
    rig.assertNothingLeaked();
  }

  private static void await(Rig rig, int loop, List<FakeOutput> outputs) {
    rig.loops.runOn(
        loop,
        () ->
            rig.registry.open(
                Rig.KEY,
                SERVICE,
                rig.loops.loop(loop),
                answer -> join(rig, loop, answer, outputs)));
  }

  private static void join(Rig rig, int loop, OpenAnswer answer, List<FakeOutput> outputs) {
    if (answer instanceof OpenAnswer.Opened(Stream stream, StartAt startAt)) {
      FakeOutput output = new FakeOutput(Long.MAX_VALUE / 2);
      output.serve(stream.join(rig.loops.loop(loop), FORMAT, output, startAt));
      outputs.add(output);
    }
  }
}
