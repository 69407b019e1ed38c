package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SegmenterTest {
  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));
  private static final Timeline.Start FIRST = new Timeline.Start(1_000, 7, false);
  private static final long TARGET_US = 2_000_000;
  private static final long SLACK_US = CutRule.SLACK_US;
  private static final ServiceConfig SERVICE =
      new ProfileBuilder().segmentMs(2_000).partMs(350).service();

  @Test
  void noPartIsEmptyAndNoneIsEnteredOnceItIsClosed() {
    Seeds.check(
        Seeds.count(60),
        random -> {
          List<Frame> frames = frames(random, false);
          ModelPackager.run(frames, 0);
          checkPositions(frames);
        });
  }

  @Test
  void startingAtAnyFrameGivesTheSameSegments() {
    Seeds.check(
        Seeds.count(15),
        random -> {
          List<Frame> frames = frames(random, false);
          NavigableMap<Long, ModelPackager.Segment> all = ModelPackager.run(frames, 0);
          assertThat(all).isNotEmpty();
          for (int i = 0; i < 40; i++) {
            int from = random.nextInt(frames.size());
            assertThat(ModelPackager.run(frames, from)).isEqualTo(after(all, frames, from));
          }
        });
  }

  @Test
  void soundIsAssignedByItsTimeWithSkewAndBurstsOfUpToASecond() {
    Seeds.check(
        Seeds.count(40),
        random -> {
          RandomBroadcast broadcast = new RandomBroadcast(random, true);
          List<Frame> frames = frames(broadcast, 1, random);
          if (broadcast.hasBoth()) {
            checkSound(frames);
          }
        });
  }

  @Test
  void segmentsBeginAtEntryPointsOrSayWhyNotAndAreNeitherTooShortNorTooLong() {
    Seeds.check(Seeds.count(40), random -> checkSegments(frames(random, false)));
  }

  @Test
  void everyStreamCanBeEntered() {
    Seeds.check(
        Seeds.count(40),
        random -> {
          List<Frame> frames = frames(random, false);
          assertThat(frames.stream().anyMatch(Frame::isEntryPoint)).isTrue();
          checkGops(frames);
        });
  }

  private static List<Frame> frames(Random random, boolean calm) {
    return frames(new RandomBroadcast(random, calm), 1 + random.nextInt(3), random);
  }

  private static List<Frame> frames(RandomBroadcast broadcast, int publications, Random random) {
    List<Frame> frames = new ArrayList<>();
    Timeline timeline = new Timeline(EPOCH, FIRST, SERVICE, new FanoutCounters(), frames::add);
    for (int i = 0; i < publications; i++) {
      broadcast.publish(timeline, 20 + random.nextInt(20));
    }
    return frames;
  }

  private static void checkPositions(List<Frame> frames) {
    Map<Integer, Stamp> lastOfTrack = new HashMap<>();
    Stamp before = frames.getFirst().stamp();
    for (Frame frame : frames) {
      Stamp stamp = frame.stamp();
      assertThat(position(stamp)).as("not closed").isGreaterThanOrEqualTo(openPosition(stamp));
      assertThat(openPosition(stamp)).isGreaterThanOrEqualTo(openPosition(before));
      assertThat(stamp.discontinuity()).isGreaterThanOrEqualTo(before.discontinuity());
      Stamp last = lastOfTrack.put(stamp.track(), stamp);
      if (last != null) {
        assertThat(position(stamp)).isGreaterThanOrEqualTo(position(last));
      }
      before = stamp;
    }
  }

  private static long position(Stamp stamp) {
    return stamp.segment() * 10_000 + stamp.part();
  }

  private static long openPosition(Stamp stamp) {
    return stamp.openSegment() * 10_000 + stamp.openPart();
  }

  /// The segments that begin at `from` or behind it.
  private static NavigableMap<Long, ModelPackager.Segment> after(
      NavigableMap<Long, ModelPackager.Segment> all, List<Frame> frames, int from) {
    long sequence = frames.get(from).stamp().sequence();
    NavigableMap<Long, ModelPackager.Segment> after = new TreeMap<>(all);
    after.values().removeIf(segment -> segment.parts().getFirst().getFirst() < sequence);
    return after;
  }

  /// Each sound lies in the last part that had begun by then with a picture not later than it.
  private static void checkSound(List<Frame> frames) {
    List<Stamp> begins = new ArrayList<>();
    long shownAfterUs = 0;
    for (Frame frame : frames) {
      Stamp stamp = frame.stamp();
      if (frame instanceof Frame.Video && stamp.has(Stamp.KEYFRAME)) {
        shownAfterUs = stamp.ptsUs() - stamp.dtsUs();
      }
      if (stamp.has(Stamp.PART_START)) {
        begins.add(shownAt(stamp, stamp.dtsUs() + shownAfterUs));
      }
      if (frame instanceof Frame.Audio && !stamp.has(Stamp.PART_START)) {
        assertThat(position(stamp)).isEqualTo(partAt(begins, stamp.ptsUs()));
      }
    }
  }

  /// As if pictures were in order: all are as late as keyframes.
  private static Stamp shownAt(Stamp stamp, long ptsUs) {
    return new Stamp(
        stamp.epoch(),
        stamp.sequence(),
        stamp.track(),
        stamp.gop(),
        stamp.segment(),
        stamp.part(),
        stamp.openSegment(),
        stamp.openPart(),
        stamp.discontinuity(),
        stamp.flags(),
        stamp.dtsUs(),
        ptsUs,
        stamp.ingestUnixUs());
  }

  private static long partAt(List<Stamp> begins, long ptsUs) {
    long position = position(begins.getFirst());
    for (Stamp begin : begins) {
      if (begin.ptsUs() > ptsUs && !begin.equals(begins.getFirst())) {
        return position;
      }
      position = position(begin);
    }
    return position;
  }

  private static void checkSegments(List<Frame> frames) {
    Stamp start = frames.getFirst().stamp();
    for (Frame frame : frames) {
      Stamp stamp = frame.stamp();
      if (stamp.has(Stamp.PART_START) && stamp.part() == 0 && !stamp.equals(start)) {
        long lengthUs = stamp.dtsUs() - start.dtsUs();
        boolean anew = stamp.discontinuity() > start.discontinuity();
        assertThat(anew || stamp.has(Stamp.ENTRY_POINT) || stamp.has(Stamp.FORCED_CUT)).isTrue();
        boolean inGop = start.has(Stamp.DISCONTINUITY) && !start.has(Stamp.ENTRY_POINT);
        boolean early = inGop || start.has(Stamp.FORCED_CUT) || stamp.has(Stamp.FORCED_CUT);
        assertThat(anew || lengthUs >= (early ? CutRule.MIN_SEGMENT_US : TARGET_US - SLACK_US))
            .isTrue();
        assertThat(stamp.has(Stamp.DISCONTINUITY)).isEqualTo(anew);
        assertThat(stamp.segment()).isEqualTo(start.segment() + 1);
        start = stamp;
      }
    }
  }

  private static void checkGops(List<Frame> frames) {
    long gop = -1;
    for (Frame frame : frames) {
      if (frame.isEntryPoint()) {
        assertThat(frame.gop().gop()).isEqualTo(gop + 1);
        assertThat(frame.gop().sequence()).isEqualTo(frame.stamp().sequence());
        assertThat(frame.gop().dtsUs()).isEqualTo(frame.stamp().dtsUs());
        gop++;
      }
      assertThat(frame.stamp().gop()).isEqualTo(Math.max(0, gop));
    }
  }
}
