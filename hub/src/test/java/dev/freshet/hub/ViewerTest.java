package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewerTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");

  private final Rig rig = new Rig(2, 1);

  @Test
  void startsAtTheNewestEntryPointAndGoesOnLive() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 100);
    Published published = published();
    broadcast.frames(25);
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(5);
    List<Long> sequences = ViewerRecord.sequences(output.received());
    assertThat(sequences.getFirst()).isEqualTo(40); // picture 20 is a keyframe; two frames each
    assertThat(sequences).hasSize(20);
    finish(published, output);
  }

  @Test
  void startsAsFarBackAsTheProfileSaysWithinTheGopCache() {
    Broadcast broadcast =
        new Broadcast(
            rig, new ProfileBuilder().startBackMs(1_000).gopCacheMs(3_000).service(), 10, 100);
    Published published = published();
    broadcast.frames(100);
    FakeOutput output = rig.join(1, FORMAT);
    rig.loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(output.received())).hasSize(60); // 3 GOPs: 1.2 s
    finish(published, output);
  }

  @Test
  void waitsForAnEntryPointWhileTheNewestGopIsLargerThanTheCache() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().gopCacheFrames(10).service(), 50, 100);
    Published published = published();
    broadcast.frames(20);
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(20);
    assertThat(output.received()).isEmpty();
    broadcast.frames(15);
    assertThat(ViewerRecord.sequences(output.received()).getFirst()).isEqualTo(100);
    finish(published, output);
  }

  @Test
  void aHealthyViewerThatStartsInALongGopIsNotTakenForASlowOne() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().maxCursorAgeMs(1_000).service(), 100, 1_000);
    Published published = published();
    broadcast.frames(99);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(50_000));
    broadcast.frames(5);
    rig.loops.runOn(1, () -> output.drain(60_000));
    broadcast.frames(1);
    rig.loops.runOn(1, () -> output.drain(60_000));
    assertThat(output.viewer().skips()).isZero();
    assertThat(ViewerRecord.sequences(output.received())).hasSize(210);
    finish(published, output);
  }

  @Test
  void aSlowViewerSkipsWholeGopsAndCountsThem() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().maxCursorAgeMs(1_000).service(), 10, 1_000);
    Published published = published();
    broadcast.frames(11);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(5_000));
    broadcast.frames(60);
    rig.loops.runOn(1, () -> output.drain(1 << 20));
    broadcast.frames(1);
    assertThat(output.viewer().skips()).isEqualTo(1);
    assertThat(output.viewer().skippedFrames()).isPositive();
    assertThat(rig.counters.skippedFrames.sum()).isEqualTo(output.viewer().skippedFrames());
    finish(published, output);
  }

  @Test
  void aViewerThatSkipsTooOftenIsClosed() {
    Broadcast broadcast =
        new Broadcast(
            rig,
            new ProfileBuilder().maxCursorAgeMs(500).maxSkipsPerMinute(2).service(),
            10,
            1_000);
    Published published = published();
    broadcast.frames(11);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(3_000));
    FakeOutput healthy = rig.join(1, FORMAT);
    for (int i = 0; i < 6 && !output.isOver(); i++) {
      broadcast.frames(30);
      rig.loops.runOn(1, () -> output.drain(1 << 20));
    }
    assertThat(output.closed()).containsExactly(EndReason.TOO_SLOW);
    assertThat(output.viewer().skips()).isEqualTo(3);
    assertThat(rig.counters.tooSlow.sum()).isEqualTo(1);
    assertThat(broadcast.stream().viewers()).as("the healthy one").isEqualTo(1);
    finish(published, output, healthy);
    assertMissedNothing(healthy, published);
  }

  @Test
  void aViewerWhoseSocketTakesNothingIsClosedAsStalled() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().stalledWriteMs(2_000).service(), 10, 1_000);
    Published published = published();
    broadcast.frames(11);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(0));
    FakeOutput healthy = rig.join(1, FORMAT);
    broadcast.frames(45);
    assertThat(output.closed()).isEmpty();
    broadcast.frames(10);
    assertThat(output.closed()).containsExactly(EndReason.STALLED);
    assertThat(rig.counters.stalled.sum()).isEqualTo(1);
    finish(published, healthy);
    assertMissedNothing(healthy, published);
  }

  @Test
  void noSendIsLargerThanItsLimitByMoreThanABlock() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().gopCacheMs(5_000).service(), 100, 50_000);
    Published published = published();
    broadcast.frames(90);
    FakeOutput output = rig.join(1, FORMAT);
    rig.loops.runUntilIdle();
    int oneBlockMore = RegistryLimits.DEFAULTS.sendBytes() + WireFeed.MAX_SLAB_BYTES;
    assertThat(output.received().length).isGreaterThan(5 * oneBlockMore);
    assertThat(output.largestSendBytes()).isLessThanOrEqualTo(oneBlockMore);
    finish(published, output);
  }

  @Test
  void aSlowLinkThatMovesIsNotStalled() {
    Broadcast broadcast =
        new Broadcast(
            rig,
            new ProfileBuilder().stalledWriteMs(1_000).maxCursorAgeMs(100_000).service(),
            10,
            1_000);
    broadcast.frames(11);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(0));
    for (int i = 0; i < 20; i++) {
      broadcast.frames(15);
      rig.loops.runOn(1, () -> output.drain(10));
    }
    assertThat(output.closed()).isEmpty();
  }

  @Test
  void goesOnThoughTheLogDroppedTheVeryBlockThatItSentLast() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().maxCursorAgeMs(400).service(), 5, 1_000);
    Published published = published();
    broadcast.frames(6);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(500));
    rig.loops.runUntilIdle();
    broadcast.frames(10);
    broadcast.frame(); // the log now begins right behind picture 5
    rig.loops.runUntilIdle();
    rig.loops.runOn(1, () -> output.drain(1 << 20));
    assertThat(output.viewer().skips()).isZero();
    assertThat(ViewerRecord.sequences(output.received())).endsWith(33L);
    finish(published, output);
  }

  @Test
  void getsTheChangedHeadersWhenItSkipsOverTheirChange() {
    Broadcast broadcast =
        new Broadcast(rig, new ProfileBuilder().maxCursorAgeMs(500).service(), 10, 1_000);
    Published published = published();
    broadcast.frames(11);
    FakeOutput output = rig.join(1, FORMAT, new FakeOutput(3_000));
    broadcast.frames(19);
    broadcast.publisher.announce(2, 1);
    broadcast.frames(30);
    rig.loops.runOn(1, () -> output.drain(1 << 20));
    broadcast.frames(1);
    assertThat(output.viewer().skips()).isEqualTo(1);
    assertThat(new String(output.received(), StandardCharsets.ISO_8859_1)).contains("config=0102");
    finish(published, output);
  }

  @Test
  void getsWhatIsLeftWhenTheStreamEnds() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
    Published published = published();
    broadcast.frames(11);
    FakeOutput slow = rig.join(1, FORMAT, new FakeOutput(1_000));
    FakeOutput waiting = rig.join(1, PlainFormat.named("other"));
    broadcast.frames(5);
    broadcast.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(slow.received())).endsWith(31L);
    assertThat(slow.closed()).containsExactly(EndReason.KICKED);
    assertThat(waiting.closed()).containsExactly(EndReason.KICKED);
    finish(published, slow);
  }

  @Test
  void anOutputThatFailsCostsItsViewerAndNoOther() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 1_000);
    Published published = published();
    broadcast.frames(11);
    FailingOutput failing = new FailingOutput();
    FakeOutput healthy = rig.join(1, FORMAT);
    rig.loops.runOn(
        1, () -> broadcast.stream().join(rig.loops.loop(1), FORMAT, failing, StartAt.NEWEST));
    FakeOutput later = rig.join(1, FORMAT);
    broadcast.frames(20);
    assertThat(failing.closed).isEqualTo(EndReason.FAULT);
    assertThat(rig.counters.faults.sum()).isEqualTo(1);
    assertThat(ViewerRecord.sequences(later.received())).hasSize(42);
    finish(published, healthy, later);
  }

  @Test
  void aViewerThatLeavesInTheMiddleOfASendIsNotWrittenToAgain() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 100_000);
    Published published = published();
    broadcast.frames(16);
    LeavingOutput leaving = new LeavingOutput();
    rig.loops.runOn(
        1,
        () ->
            leaving.viewer =
                broadcast.stream().join(rig.loops.loop(1), FORMAT, leaving, StartAt.NEWEST));
    broadcast.frames(1);
    assertThat(leaving.flushes).isEqualTo(1);
    assertThat(broadcast.stream().viewers()).isZero();
    finish(published);
  }

  private static void assertMissedNothing(FakeOutput output, Published published) {
    List<Long> sequences = ViewerRecord.sequences(output.received());
    assertThat(sequences).hasSize((int) (published.endSequence() - sequences.getFirst()));
  }

  private Published published() {
    Published published = Published.of(rig.stream());
    rig.loops.runUntilIdle();
    return published;
  }

  private void finish(Published published, FakeOutput... outputs) {
    rig.registry.streams().forEach(stream -> stream.terminate(EndReason.KICKED));
    rig.loops.runUntilIdle();
    for (FakeOutput output : outputs) {
      ViewerRecord.check(output, FORMAT, published);
    }
    published.release();
    rig.assertNothingLeaked();
  }

  /// An output with a bug.
  private static final class FailingOutput implements WireOutput {
    private EndReason closed = EndReason.LEFT;

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public int send(ByteBuffer bytes, int offset, int count) {
      return 0;
    }

    @Override
    public void write(ByteBuf bytes) {
      bytes.release();
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void flush() {}

    @Override
    public void close(EndReason reason) {
      closed = reason;
    }
  }

  /// A connection that breaks while it is flushed.
  private static final class LeavingOutput implements WireOutput {
    private @Nullable Viewer viewer;
    private int flushes;

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public int send(ByteBuffer bytes, int offset, int count) {
      return 0;
    }

    @Override
    public void write(ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void flush() {
      flushes++;
      Objects.requireNonNull(viewer).leave();
    }

    @Override
    public void close(EndReason reason) {
      throw new AssertionError("called after it left");
    }
  }
}
