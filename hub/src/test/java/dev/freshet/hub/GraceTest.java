package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.Track;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.testkit.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A publisher that comes back within its grace period keeps its viewers.
class GraceTest {
  private static final PlainFormat FORMAT = PlainFormat.named("plain");
  private static final ServiceConfig SERVICE = new ProfileBuilder().service();

  private final Rig rig = new Rig(3, 1);
  private final Broadcast broadcast = new Broadcast(rig, SERVICE, 10, 1_000);
  private final Published published = Published.of(rig.stream());

  @Test
  void viewersStayAndSequenceAndTimeGoOn() {
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(15);
    broadcast.publisher.end(EndReason.CONNECTION_LOST);
    rig.loops.advanceMs(9_000);
    assertThat(output.closed()).isEmpty();
    broadcast.resume(2, 1, 123_456);
    broadcast.frames(15);
    assertThat(output.closed()).isEmpty();
    Frame last = published.frames().get(29);
    Frame first = published.frames().get(30);
    assertThat(first.stamp().sequence()).isEqualTo(30);
    assertThat(first.stamp().epoch()).isEqualTo(last.stamp().epoch());
    assertThat(first.stamp().dtsUs()).isEqualTo(last.stamp().dtsUs() + 20_000);
    assertThat(first.stamp().discontinuity()).isEqualTo(last.stamp().discontinuity() + 1);
    assertThat(first.stamp().segment()).isEqualTo(last.stamp().segment() + 1);
    assertThat(first.stamp().has(Stamp.HEADER_CHANGED)).isFalse(); // nothing changed
    assertGood(output);
  }

  @Test
  void aDisplacedPublisherKeepsItsViewersToo() {
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(15);
    broadcast.resume(2, 1, 0);
    broadcast.frames(15);
    assertThat(ViewerRecord.sequences(output.received())).hasSize(60);
    assertGood(output);
  }

  @Test
  void onlyWhatCanBeDecodedFollows() {
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(15);
    broadcast.publisher.end(EndReason.CONNECTION_LOST);
    broadcast.publisher = rig.accepted(2, SERVICE);
    broadcast.publisher.announce(1, 1);
    broadcast.publisher.video(0, false, 100);
    broadcast.publisher.audio(0, 10);
    broadcast.publisher.video(40, true, 100);
    broadcast.publisher.flush();
    rig.loops.runUntilIdle();
    assertThat(published.frames().get(30)).isInstanceOf(Frame.Audio.class);
    assertThat(published.frames().get(31).stamp().has(Stamp.KEYFRAME)).isTrue();
    assertThat(rig.counters.unusableFrames.sum()).isEqualTo(1);
    assertGood(output);
  }

  @Test
  void changedCodecHeadersAreAnnouncedAndBeginASegment() {
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(15);
    broadcast.publisher.end(EndReason.CONNECTION_LOST);
    broadcast.resume(2, 7, 0);
    broadcast.frames(30);
    Stamp first = published.frames().get(30).stamp();
    assertThat(first.has(Stamp.HEADER_CHANGED)).isTrue();
    assertThat(first.discontinuity())
        .isEqualTo(published.frames().get(29).stamp().discontinuity() + 1);
    assertThat(published.frames().getLast().stamp().discontinuity())
        .as("one discontinuity, not one more at the next keyframe")
        .isEqualTo(first.discontinuity());
    assertGood(output);
  }

  @Test
  void aNewPictureSizeInMidStreamBeginsASegmentAtItsKeyframe() {
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(15);
    rig.loops.runOn(
        0,
        () ->
            broadcast
                .publisher
                .publication()
                .track(
                    new Track.Video(
                        0, VideoCodec.AVC, new byte[] {9}, 1_920, 1_080, 25, Track.NONE)));
    broadcast.frames(10);
    Frame key = published.frames().get(40 - 2 * 5); // pictures 15 to 19 lead nowhere any more
    assertThat(rig.counters.unusableFrames.sum()).isEqualTo(5);
    Frame before = published.frames().get(29);
    Frame picture =
        published.frames().stream()
            .skip(30)
            .filter(frame -> frame instanceof Frame.Video)
            .findFirst()
            .orElseThrow();
    assertThat(key.header().video()).extracting(Track.Video::width).isEqualTo(1_920);
    assertThat(picture.stamp().discontinuity()).isEqualTo(before.stamp().discontinuity() + 1);
    assertThat(picture.stamp().segment()).isEqualTo(before.stamp().segment() + 1);
    assertGood(output);
  }

  @Test
  void viewersAreEndedWithTheReasonWhenNobodyComesBack() {
    FakeOutput output = rig.join(1, FORMAT);
    broadcast.frames(5);
    broadcast.publisher.end(EndReason.CONNECTION_LOST);
    rig.loops.advanceMs(9_999);
    assertThat(output.closed()).isEmpty();
    rig.loops.advanceMs(2);
    assertThat(output.closed()).containsExactly(EndReason.GRACE_EXPIRED);
    assertThat(rig.registry.find(Rig.KEY)).isNull();
    assertGood(output);
  }

  @Test
  void noViewerSeesTwoEpochs() {
    FakeOutput before = rig.join(1, FORMAT);
    broadcast.frames(5);
    broadcast.publisher.end(EndReason.CONNECTION_LOST);
    rig.loops.advanceMs(10_001);
    broadcast.resume(0, 1, 0);
    Published afterwards = Published.of(rig.stream());
    FakeOutput after = rig.join(1, FORMAT);
    broadcast.frames(5);
    assertThat(afterwards.frames().getFirst().stamp().epoch())
        .isGreaterThan(published.frames().getLast().stamp().epoch());
    assertThat(before.closed()).containsExactly(EndReason.GRACE_EXPIRED);
    assertThat(ViewerRecord.sequences(before.received())).hasSize(10);
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    ViewerRecord.check(after, FORMAT, afterwards);
    afterwards.release();
    assertGood(before);
  }

  @Test
  void thePeriodBeginsAnewWithEachLoss() {
    FakeOutput output = rig.join(1, FORMAT);
    for (int i = 0; i < 5; i++) {
      broadcast.frames(5);
      broadcast.publisher.end(EndReason.CONNECTION_LOST);
      rig.loops.advanceMs(6_000);
      assertThat(output.closed()).isEmpty();
      broadcast.resume(i % 3, 1, 0);
    }
    assertGood(output);
  }

  @Test
  void framesHeldBackWhenThePublisherGoesAreNotLost() {
    FakePublisher publisher = rig.accepted(1, SERVICE);
    rig.loops.runOn(1, () -> publisher.publication().track(Tracks.video(1)));
    publisher.video(0, true, 10);
    publisher.flush();
    rig.loops.runUntilIdle();
    assertThat(published.frames()).isEmpty(); // sound may come
    publisher.end(EndReason.UNPUBLISHED);
    rig.loops.runUntilIdle();
    assertThat(published.frames()).hasSize(1);
    assertGood();
  }

  @Test
  void timeNeverFallsHoweverOftenPublishersComeAndGo() {
    Seeds.check(Seeds.count(10), GraceTest::checkRandomly);
  }

  private static void checkRandomly(Random random) {
    Rig rig = new Rig(3, random.nextLong());
    FakePublisher publisher = rig.accepted(0, SERVICE);
    Published published = Published.of(rig.stream());
    for (int turn = 0; turn < 8; turn++) {
      long timeMs = random.nextLong(1L << 32);
      publisher.announce(random.nextInt(3), random.nextInt(2));
      for (int i = random.nextInt(100); i > 0; i--) {
        boolean video = random.nextBoolean();
        publisher.frame(
            video ? Tracks.VIDEO : Tracks.AUDIO,
            (timeMs + random.nextInt(50)) & 0xFFFF_FFFFL,
            video ? random.nextInt(200) - 80 : 0,
            random.nextInt(10) == 0,
            random.nextInt(50));
        timeMs += random.nextInt(40);
        if (random.nextInt(3) == 0) {
          publisher.flush();
          rig.loops.step();
        }
      }
      publisher.end(random.nextBoolean() ? EndReason.UNPUBLISHED : EndReason.CONNECTION_LOST);
      rig.loops.advanceMs(random.nextInt(300));
      publisher = rig.accepted(random.nextInt(3), SERVICE);
    }
    checkTimes(published.frames());
    published.release();
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    rig.assertNothingLeaked();
  }

  private static void checkTimes(List<Frame> frames) {
    Map<Integer, Long> lastUs = new HashMap<>();
    long sequence = frames.getFirst().stamp().sequence();
    for (Frame frame : frames) {
      Stamp stamp = frame.stamp();
      assertThat(stamp.sequence()).isEqualTo(sequence++);
      assertThat(stamp.dtsUs()).isGreaterThanOrEqualTo(lastUs.getOrDefault(stamp.track(), 0L));
      assertThat(stamp.ptsUs()).isGreaterThanOrEqualTo(stamp.dtsUs());
      lastUs.put(stamp.track(), stamp.dtsUs());
    }
  }

  private void assertGood(FakeOutput... outputs) {
    checkTimes(published.frames());
    rig.registry.streams().forEach(stream -> stream.terminate(EndReason.KICKED));
    rig.loops.runUntilIdle();
    for (FakeOutput output : outputs) {
      ViewerRecord.check(output, FORMAT, published);
    }
    published.release();
    rig.assertNothingLeaked();
  }
}
