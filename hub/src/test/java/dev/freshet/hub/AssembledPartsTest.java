package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.segment.MediaPart;
import dev.freshet.media.segment.SegmentAssembler;
import dev.freshet.media.segment.TrackRun;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a packager puts together of the stamps that an origin gives.
class AssembledPartsTest {
  private static final ServiceConfig SERVICE =
      new ProfileBuilder().segmentMs(2_000).partMs(350).service();

  @Test
  void partsHoldWhatTheModelSaysWhereverOneBegins() {
    Seeds.check(
        Seeds.count(40),
        random -> {
          List<Frame> frames = frames(random);
          for (int i = 0; i < 10; i++) {
            int from = i == 0 ? 0 : random.nextInt(frames.size());
            NavigableMap<Long, List<List<Long>>> assembled = assemble(frames, from, false);
            assertThat(assembled).isEqualTo(model(frames, from, assembled));
          }
        });
  }

  @Test
  void whoSeesItAllToTheEndLosesNoFrame() {
    Seeds.check(
        Seeds.count(40),
        random -> {
          List<Frame> frames = frames(random);
          Set<Long> given = new HashSet<>();
          assemble(frames, 0, true).values().forEach(s -> s.forEach(given::addAll));
          assertThat(given).hasSameSizeAs(frames);
        });
  }

  @Test
  void theLeadsRunsFollowEachOtherWithoutHolesWhileNothingBeginsAnew() {
    Seeds.check(
        Seeds.count(40),
        random -> {
          List<MediaPart> parts = new ArrayList<>();
          SegmentAssembler assembler = new SegmentAssembler(parts::add);
          frames(random).forEach(assembler::add);
          assembler.end();
          for (int i = 1; i < parts.size(); i++) {
            checkSuccession(parts.get(i - 1), parts.get(i));
          }
        });
  }

  private static void checkSuccession(MediaPart part, MediaPart next) {
    TrackRun run = Objects.requireNonNull(part.run(part.start().track()));
    assertThat(run.durationUs()).isPositive();
    boolean goesOn = next.start().discontinuity() == part.start().discontinuity();
    long untilNextUs = Math.max(0, next.start().dtsUs() - part.start().dtsUs());
    assertThat(part.durationUs()).isEqualTo(goesOn ? untilNextUs : run.durationUs());
    if (goesOn && next.start().track() == part.start().track()) {
      assertThat(run.endUs()).isEqualTo(next.start().dtsUs());
    }
    assertThat(part.isLast()).isEqualTo(next.segment() != part.segment());
  }

  /// The sequence numbers of each segment's parts, as far as they are complete.
  private static NavigableMap<Long, List<List<Long>>> assemble(
      List<Frame> frames, int from, boolean toTheEnd) {
    NavigableMap<Long, List<List<Long>>> segments = new TreeMap<>();
    SegmentAssembler assembler =
        new SegmentAssembler(part ->
            segments
                .computeIfAbsent(part.segment(), number -> new ArrayList<>())
                .add(part.frames().stream().map(f -> f.stamp().sequence()).toList()));
    frames.subList(from, frames.size()).forEach(assembler::add);
    if (toTheEnd) {
      assembler.end();
    } else if (!segments.isEmpty()) {
      segments.pollLastEntry(); // perhaps not complete
    }
    return segments;
  }

  private static NavigableMap<Long, List<List<Long>>> model(
      List<Frame> frames, int from, NavigableMap<Long, List<List<Long>>> assembled) {
    NavigableMap<Long, List<List<Long>>> segments = new TreeMap<>();
    ModelPackager.run(frames, from)
        .forEach((number, segment) -> segments.put(number, segment.parts()));
    segments.keySet().removeIf(n -> assembled.isEmpty() || n > assembled.lastKey());
    return segments;
  }

  private static List<Frame> frames(Random random) {
    List<Frame> frames = new ArrayList<>();
    Timeline timeline =
        new Timeline(
            new Epoch(1, new NodeId("n1")),
            new Timeline.Start(1_000, 7, false),
            SERVICE,
            new FanoutCounters(),
            frames::add);
    RandomBroadcast broadcast = new RandomBroadcast(random, false);
    for (int i = 0; i <= random.nextInt(3); i++) {
      broadcast.publish(timeline, 20 + random.nextInt(20));
    }
    return frames;
  }
}
