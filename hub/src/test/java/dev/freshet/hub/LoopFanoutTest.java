package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.LoadLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopFanoutTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");

  private final Rig rig = new Rig(2, 1);
  private long sentBefore;

  @Test
  void batchesThatArriveWhileTheLoopIsBusyGoOutTogether() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
    broadcast.frames(1);
    FakeOutput output = rig.join(0, FORMAT);
    rig.loops.runUntilIdle();
    int before = output.flushes();
    for (int i = 0; i < 5; i++) {
      broadcast.frame();
    }
    rig.loops.runUntilIdle();
    assertThat(output.flushes()).isEqualTo(before + 1);
  }

  @Test
  void turnsAreSpreadOverAMergeWindow() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().mergeWindowMs(160).service(), 50, 1_000);
    broadcast.frames(1);
    List<FakeOutput> outputs = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      outputs.add(rig.join(1, FORMAT));
    }
    broadcast.frames(20); // 800 ms: five windows
    for (FakeOutput output : outputs) {
      assertThat(output.flushes()).isBetween(5, 7); // the first burst, and one a window
    }
    int before = flushes(outputs);
    rig.loops.advanceMs(20); // one phase, but for what came before
    assertThat(flushes(outputs) - before).isLessThanOrEqualTo(4);
  }

  @Test
  void everybodyGetsItsTurnsWhileOthersComeAndGo() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().mergeWindowMs(160).service(), 50, 1_000);
    broadcast.frames(1);
    FakeOutput stays = rig.join(1, FORMAT);
    List<FakeOutput> outputs = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      outputs.add(rig.join(1, FORMAT));
    }
    for (int i = 0; i < 200; i++) {
      FakeOutput first = outputs.removeFirst();
      rig.loops.runOn(1, first::leave);
      outputs.add(rig.join(1, FORMAT));
      broadcast.frames(1); // 40 ms
    }
    rig.loops.advanceMs(200);
    assertThat(stays.flushes()).isBetween(30, 60); // 8 s: fifty windows
    assertThat(ViewerRecord.sequences(stays.received())).hasSize(2 * 201);
  }

  @Test
  void aLoadedLoopMergesSendsWithoutLosingAFrameAndGoesBackWhenItIsOver() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().maxMergeWindowMs(400).service(), 50, 1_000);
    broadcast.frames(1);
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(10);
    assertThat(flushesWithin(broadcast, output, 50)).isEqualTo(50);
    rig.registry.load(1).level(LoadLevel.YELLOW);
    assertThat(flushesWithin(broadcast, output, 50)).isBetween(9, 13); // 2 s, 200 ms
    rig.registry.load(1).level(LoadLevel.ORANGE);
    assertThat(flushesWithin(broadcast, output, 50))
        .isBetween(4, 7); // 2 s, 400 ms; two sends where a slab ends
    rig.registry.load(1).level(LoadLevel.GREEN);
    rig.loops.advanceMs(400);
    assertThat(flushesWithin(broadcast, output, 50)).isEqualTo(50);
    assertThat(ViewerRecord.sequences(output.received())).hasSize(2 * 211);
  }

  @Test
  void underLoadNewcomersStartAtTheNewestKeyframe() {
    Broadcast broadcast =
        new Broadcast(
            rig, new ProfileBuilder().startBackMs(1_000).gopCacheMs(3_000).service(), 10, 100);
    broadcast.frames(35);
    rig.registry.load(1).level(LoadLevel.ORANGE);
    FakeOutput output = rig.join(1, FORMAT);
    rig.loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(output.received()).getFirst()).isEqualTo(60);
  }

  @Test
  void tellsWhatItsViewersAskForAtTheWidestWindow() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().maxMergeWindowMs(250).service(), 10, 1_000);
    broadcast.frames(5);
    for (int i = 0; i < 3; i++) {
      rig.join(1, FORMAT);
    }
    broadcast.frames(1);
    assertThat(demand(1).bytes()).isZero(); // what was there before it was first asked is no demand
    broadcast.frames(5);
    long sentSince = rig.registry.load(1).sentBytes() - sentBefore;
    Demand demand = demand(1);
    assertThat(demand.sendsPerSecond()).isEqualTo(12);
    assertThat(demand.bytes()).isEqualTo(sentSince);
    assertThat(demand(0).bytes()).isZero();
  }

  @Test
  void lingersForTheNextViewerAndThenLetsGoOfItsBytes() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
    broadcast.frames(5);
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(1);
    rig.loops.runOn(1, output::leave);
    rig.loops.advanceMs(100);
    FakeOutput soon = rig.join(1, FORMAT);
    rig.loops.advanceMs(300);
    assertThat(soon.received()).isNotEmpty();
    rig.loops.runOn(1, soon::leave);
    assertThat(rig.allocator.metric().usedDirectMemory()).isPositive();
    rig.loops.advanceMs(200);
    assertThat(rig.allocator.metric().usedDirectMemory()).isZero();
    FakeOutput late = rig.join(1, FORMAT);
    rig.loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(late.received())).isEqualTo(sequences(0, 12));
  }

  @Test
  void formatsWithoutPicturesAreEnteredWhereThosePicturesWouldBe() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
    PlainFormat sound = new PlainFormat("sound", false, 0);
    FakeOutput early = rig.join(1, sound);
    broadcast.frames(1);
    broadcast.publisher.video(400, true, 100); // a batch of nothing but an entry point
    broadcast.publisher.flush();
    rig.loops.runUntilIdle();
    FakeOutput late = rig.join(1, sound);
    broadcast.frames(1);
    assertThat(ViewerRecord.sequences(early.received())).containsExactly(1L, 4L);
    assertThat(ViewerRecord.sequences(late.received())).containsExactly(4L);
    broadcast.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    rig.assertNothingLeaked();
  }

  @Test
  void whoJoinsWhileTheStreamEndsIsEndedAsWell() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
    broadcast.frames(5);
    Stream stream = broadcast.stream();
    stream.terminate(EndReason.KICKED);
    FakeOutput before = rig.join(1, FORMAT);
    rig.loops.runUntilIdle();
    FakeOutput after = new FakeOutput(0);
    rig.loops.runOn(
        1, () -> after.serve(stream.join(rig.loops.loop(1), FORMAT, after, StartAt.NEWEST)));
    rig.loops.runUntilIdle();
    assertThat(before.closed()).containsExactly(EndReason.KICKED);
    assertThat(after.closed()).containsExactly(EndReason.KICKED);
    assertThat(stream.viewers()).isZero();
    rig.assertNothingLeaked();
  }

  private static int flushesWithin(Broadcast broadcast, FakeOutput output, int frames) {
    int before = output.flushes();
    broadcast.frames(frames);
    return output.flushes() - before;
  }

  private Demand demand(int loop) {
    sentBefore = rig.registry.load(loop).sentBytes();
    Demand[] answer = new Demand[1];
    rig.loops.runOn(loop, () -> answer[0] = rig.registry.demand(rig.loops.loop(loop)));
    return answer[0];
  }

  private static int flushes(List<FakeOutput> outputs) {
    return outputs.stream().mapToInt(FakeOutput::flushes).sum();
  }

  private static List<Long> sequences(long from, long end) {
    List<Long> sequences = new ArrayList<>();
    for (long i = from; i < end; i++) {
      sequences.add(i);
    }
    return sequences;
  }
}
