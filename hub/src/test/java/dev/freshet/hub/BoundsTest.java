package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.testkit.SimulatedLoops;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What crosses from loop to loop is bounded, however long a loop is stuck.
class BoundsTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");
  private static final int MAX_BYTES = 50_000;
  private static final RegistryLimits LIMITS =
      new RegistryLimits(10, 10, 16, 3_000, 3, 30_000, 250, 100_000, MAX_BYTES, MAX_BYTES);

  private final SimulatedLoops loops = new SimulatedLoops(2, 1);
  private final Rig rig = new Rig(loops, LIMITS);

  @Test
  void aLoopThatIsStuckForAWhileMissesNothingThatTheFeedStillHolds() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 5_000);
    Published published = published();
    broadcast.frames(1);
    FakeOutput output = rig.join(1, FORMAT);
    loops.runUntilIdle();
    loops.pause(1);
    broadcast.frames(29);
    assertThat(rig.counters.crossingsHeldBack.sum()).isPositive();
    assertThat(rig.counters.crossings.sum()).isLessThanOrEqualTo(MAX_BYTES / 5_000 + 3);
    loops.resume(1);
    loops.runUntilIdle();
    assertThat(ViewerRecord.sequences(output.received())).hasSize(60);
    assertThat(output.viewer().skips()).isZero();
    finish(published, output);
  }

  @Test
  void aLoopThatIsStuckForLongGoesOnAtAnEntryPointAndItsViewersCountWhatTheyMissed() {
    ServiceConfig service = new ProfileBuilder().maxCursorAgeMs(1_000).gopCacheMs(500).service();
    Broadcast broadcast = new Broadcast(rig, service, 10, 5_000);
    Published published = published();
    broadcast.frames(1);
    FakeOutput output = rig.join(1, FORMAT);
    loops.runUntilIdle();
    loops.pause(1);
    broadcast.frames(200);
    long directBytes = rig.allocator.metric().usedDirectMemory();
    assertThat(directBytes).as("a feed, and what crosses").isLessThan(1_500_000);
    loops.resume(1);
    broadcast.frames(1);
    assertThat(output.viewer().skips()).isEqualTo(1);
    assertThat(output.viewer().skippedFrames()).isPositive();
    assertThat(ViewerRecord.sequences(output.received())).endsWith(403L);
    finish(published, output);
  }

  @Test
  void othersDoNotNoticeALoopThatIsStuck() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 5_000);
    Published published = published();
    FakeOutput output = rig.join(0, FORMAT);
    FakeOutput stuck = rig.join(1, FORMAT);
    broadcast.frames(1);
    loops.pause(1);
    broadcast.frames(100);
    assertThat(ViewerRecord.sequences(output.received())).hasSize(202);
    loops.resume(1);
    finish(published, output, stuck);
  }

  @Test
  void aStreamThatEndsWhileALoopIsStuckEndsItsViewersAndLeaksNothing() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 5_000);
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(1);
    loops.pause(1);
    broadcast.frames(100);
    broadcast.stream().terminate(EndReason.KICKED);
    loops.runUntilIdle();
    loops.resume(1);
    loops.runUntilIdle();
    assertThat(output.closed()).containsExactly(EndReason.KICKED);
    rig.assertNothingLeaked();
  }

  @Test
  void aPublisherWhoseStreamsLoopIsStuckDropsFramesUpToAKeyframe() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 5_000);
    Published published = published();
    broadcast.frames(1);
    broadcast.resume(1, 1, 0); // on another loop than its stream
    broadcast.frames(10);
    long before = published.endSequence();
    loops.pause(0);
    broadcast.frames(24);
    assertThat(rig.counters.ingestDroppedFrames.sum()).isPositive();
    assertThat(rig.allocator.metric().usedHeapMemory())
        .isLessThan(published.frames().size() * 5_000L + 2 * MAX_BYTES);
    broadcast.publisher.announce(2, 1); // what it says meanwhile is not lost
    loops.resume(0);
    broadcast.frames(26);
    List<Frame> after = published.frames().subList((int) before, published.frames().size());
    Frame changed =
        after.stream()
            .filter(frame -> frame.stamp().has(Stamp.HEADER_CHANGED))
            .findFirst()
            .orElseThrow();
    assertThat(changed.header().tracks().getFirst().config()).isEqualTo(Tracks.video(2).config());
    Frame picture =
        after.stream()
            .filter(f -> f instanceof Frame.Video && f.header().equals(changed.header()))
            .findFirst()
            .orElseThrow();
    assertThat(picture.stamp().has(Stamp.KEYFRAME)).isTrue();
    finish(published);
  }

  @Test
  void viewersOfOtherStreamsDoNotNoticeAPublisherWhoseFramesAreDropped() {
    Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 5_000);
    broadcast.frames(1);
    broadcast.resume(1, 1, 0); // on another loop than its stream
    FakePublisher other = new FakePublisher(rig, 1, rig.allocator);
    StreamKey key = StreamKey.of("default/live/other");
    other.publish(rig.registry, FakePublisher.request(key, broadcast.service));
    loops.runUntilIdle();
    other.announce(1, 1);
    other.video(0, true, 10);
    other.flush();
    loops.runUntilIdle();
    Stream stream = Objects.requireNonNull(rig.registry.find(key));
    FakeOutput viewer = new FakeOutput(Long.MAX_VALUE / 2);
    loops.runOn(1, () -> viewer.serve(stream.join(loops.loop(1), FORMAT, viewer, StartAt.NEWEST)));
    loops.pause(0);
    for (int i = 1; i < 30; i++) {
      broadcast.frames(1);
      other.video(i * 40L, false, 10);
      other.flush();
      loops.runUntilIdle();
    }
    assertThat(rig.counters.ingestDroppedFrames.sum()).isPositive();
    assertThat(ViewerRecord.sequences(viewer.received())).hasSize(30);
    loops.resume(0);
    rig.registry.streams().forEach(each -> each.terminate(EndReason.KICKED));
    loops.runUntilIdle();
    rig.assertNothingLeaked();
  }

  private Published published() {
    Published published = Published.of(rig.stream());
    loops.runUntilIdle();
    return published;
  }

  private void finish(Published published, FakeOutput... outputs) {
    rig.registry.streams().forEach(stream -> stream.terminate(EndReason.KICKED));
    loops.runUntilIdle();
    for (FakeOutput output : outputs) {
      ViewerRecord.check(output, FORMAT, published);
    }
    published.release();
    rig.assertNothingLeaked();
  }
}
