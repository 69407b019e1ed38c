package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Stamp;
import dev.freshet.testkit.Seeds;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class CutRuleTest {
  private static final double[] RATES = {10, 12.5, 15, 23.976, 24, 25, 29.97, 30, 50, 59.94, 60};
  private static final int[] PARTS_MS = {200, 333, 350, 500, 1_000};
  private static final long HALF_SECOND_US = 500_000;

  @Test
  void noSegmentIsLongerThanPromisedHoweverFarApartKeyframesAre() {
    Seeds.check(Seeds.count(200), CutRuleTest::checkSegments);
  }

  @Test
  void partsAreAtLeast85PercentOfTheLongestAtAnyFrameRate() {
    for (double fps : RATES) {
      for (int partMs : PARTS_MS) {
        checkParts(fps, partMs);
      }
    }
  }

  @Test
  void theFirstSegmentDecidesWhatIsPromised() {
    List<Frame> frames = frames(25, 20, 2_000, 500, frame -> frame % 60 == 0); // 2.4 s
    assertThat(frames.getFirst().gop().limits().segmentUs()).isEqualTo(6_499_999);
    assertThat(starts(frames).get(1).gop().limits().segmentUs()).isEqualTo(2_499_999);
    assertThat(frames.getLast().gop().limits().segmentUs()).isEqualTo(2_499_999);
  }

  @Test
  void aForcedCutIsFollowedByTheNextKeyframe() {
    List<Frame> frames =
        frames(25, 20, 1_000, 200, frame -> frame < 60 ? frame % 25 == 0 : frame % 50 == 0);
    assertThat(starts(frames).stream().map(frame -> frame.stamp().dtsUs() / 1_000).toList())
        .startsWith(0L, 1_000L, 2_000L, 3_480L, 4_000L, 5_480L, 6_000L);
  }

  private static void checkSegments(Random random) {
    double fps = RATES[random.nextInt(RATES.length)];
    int targetMs = 1_000 * (1 + random.nextInt(4));
    int farthest = (int) (fps * (random.nextBoolean() ? 10 : 2));
    int[] next = {0};
    List<Frame> frames =
        frames(
            fps,
            60,
            targetMs,
            200,
            frame -> {
              if (frame < next[0]) {
                return false;
              }
              next[0] = frame + 1 + random.nextInt(farthest);
              return true;
            });
    List<Frame> starts = starts(frames);
    assertThat(starts.size()).isGreaterThan(4);
    long promisedUs = starts.get(1).gop().limits().segmentUs();
    for (int i = 1; i < starts.size(); i++) {
      long lengthUs = starts.get(i).stamp().dtsUs() - starts.get(i - 1).stamp().dtsUs();
      assertThat(lengthUs).isBetween(HALF_SECOND_US, i == 1 ? Long.MAX_VALUE : promisedUs);
      assertThat(lengthUs).isLessThanOrEqualTo(starts.getFirst().gop().limits().segmentUs());
    }
    frames.forEach(Frame::release);
  }

  private static void checkParts(double fps, int partMs) {
    List<Frame> frames = frames(fps, 20, 2_000, partMs, frame -> frame % (int) (fps * 2) == 0);
    List<Frame> parts =
        frames.stream()
            .filter(frame -> frame.stamp().has(Stamp.PART_START) && frame.gop().gop() > 0)
            .toList(); // by then the pace has been measured
    for (int i = 1; i < parts.size(); i++) {
      Stamp end = parts.get(i).stamp();
      long lengthUs = end.dtsUs() - parts.get(i - 1).stamp().dtsUs();
      long longestUs = parts.get(i - 1).gop().limits().partUs();
      assertThat(lengthUs).as("%s fps, %s ms", fps, partMs).isLessThanOrEqualTo(longestUs);
      if (end.part() > 0) { // else it was the last one of its segment
        assertThat(lengthUs).as("%s fps", fps).isGreaterThanOrEqualTo(longestUs * 85 / 100);
      }
    }
  }

  private static List<Frame> starts(List<Frame> frames) {
    return frames.stream()
        .filter(frame -> frame.stamp().has(Stamp.PART_START) && frame.stamp().part() == 0)
        .toList();
  }

  /// Pictures at an even pace, their times in whole ms as RTMP has them.
  private static List<Frame> frames(
      double fps, int seconds, int segmentMs, int partMs, IntPredicate keyframes) {
    ServiceConfig service = new ProfileBuilder().segmentMs(segmentMs).partMs(partMs).service();
    List<Frame> frames = new ArrayList<>();
    Timeline timeline =
        new Timeline(
            new Epoch(1, new NodeId("n1")),
            new Timeline.Start(0, 0, false),
            service,
            new FanoutCounters(),
            frames::add);
    timeline.begin(0);
    timeline.add(new Publication.Item.NewTrack(Tracks.video(0)));
    for (int i = 0; i < seconds * fps; i++) {
      long ms = Math.round(i * 1_000 / fps);
      boolean keyframe = keyframes.test(i);
      RawFrame raw =
          new RawFrame(Tracks.VIDEO, ms * 1_000, 0, keyframe, false, Unpooled.EMPTY_BUFFER);
      timeline.add(new Publication.Item.Media(raw, ms * 1_000, ms * 1_000_000));
    }
    timeline.endDiscovery();
    return frames;
  }
}
