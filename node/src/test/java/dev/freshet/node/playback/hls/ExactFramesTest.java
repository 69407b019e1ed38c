package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.hub.EndReason;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.WindowRule;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.hls.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every frame that the origin stamped is in the segments once, in order, with its exact times, in
/// each format and under the right map.
class ExactFramesTest {
  private static final int FULL_HOUR_MS = 3_600_000;
  private static final int MINUTE_MS = 60_000;
  private static final long CLOCK_WRAPS_MS = (1L << 33) / 90 - 1_000; // time 0 is second 1 there

  /// Of parts and of sound, while pictures stall; others are tested where all goes on.
  private static final Set<Rule> LENGTHS =
      Set.of(Rule.PART_TOO_LONG, Rule.PART_TOO_SHORT, Rule.SEGMENT_TOO_LONG);

  @Test
  void framesArriveOnceInOrderWithExactTimesInEachFormat() {
    Seeds.check(
        Seeds.count(12),
        random -> {
          RandomAir sent = new RandomAir(random).send(3, 30);
          Packager packager = sent.air.packager(SyntheticAir.ENDLESS);
          readAll(sent.air, packager, 0, random);
        });
  }

  /// Pictures or sound stay away for seconds, keyframes for up to ten, and publishers come back.
  @Test
  void playlistsTellOfTracksThatStall() {
    List<Integer> maps = new ArrayList<>();
    Map<RandomAir.Event, Integer> events = new EnumMap<>(RandomAir.Event.class);
    Seeds.check(
        Seeds.count(12),
        random -> {
          RandomAir sent = new RandomAir(random).send(2, 60);
          sent.events.forEach((event, times) -> events.merge(event, times, Integer::sum));
          maps.add(follow(sent, random).mapsThatOutlivedTheirListing());
        });
    assertThat(maps).anyMatch(times -> times > 0);
    assertThat(events.get(RandomAir.Event.STALL)).isPositive();
  }

  @Test
  void theClockOf33BitsWraps() {
    Seeds.check(
        Seeds.count(3),
        random -> {
          RandomAir sent = withBoth(random).sendLate(CLOCK_WRAPS_MS - 10_000, 20_000);
          SyntheticAir air = sent.air;
          int from = 0;
          while (air.frames.get(from).stamp().dtsUs() < (CLOCK_WRAPS_MS - 9_000) * 1_000) {
            from++;
          }
          readAll(air, air.packager(SyntheticAir.ENDLESS), from, random);
        });
  }

  /// An hour with `-Dfreshet.full=true`, of time that passes as fast as it can.
  @Test
  void aLongBroadcastIsReadWhileItLasts() {
    int lengthMs = Boolean.getBoolean("freshet.full") ? FULL_HOUR_MS : MINUTE_MS;
    Random random = new Random(5);
    RandomAir sent = withBoth(random).sendLate(0, lengthMs);
    assertThat(follow(sent, random).segments()).isGreaterThan(lengthMs / 1_500);
  }

  /// Reads everything as it is listed, and holds each list against the rules.
  private static SegmentReader follow(RandomAir sent, Random random) {
    Packager packager = sent.air.packager(new WindowRule(8_000_000, 60, 1 << 28));
    Following following = new Following(packager);
    SegmentReader reader = new SegmentReader(sent.air, packager);
    for (int at = 0; at < sent.air.frames.size(); ) {
      int to = sent.air.next(at, random);
      sent.air.feed(packager, at, to);
      reader.readNew();
      following.look();
      at = to;
    }
    end(sent.air, packager, reader);
    boolean moved = sent.events.containsKey(RandomAir.Event.ORIGIN); // and promises anew
    following.violations.removeIf(violation ->
        LENGTHS.contains(violation.rule()) || (moved && violation.rule() == Rule.TARGET_CHANGED));
    assertThat(following.violations).as(following.firstText).isEmpty();
    return reader;
  }

  private static RandomAir withBoth(Random random) {
    RandomAir air = new RandomAir(random, true);
    while (!air.hasBoth()) {
      air = new RandomAir(random, true);
    }
    return air;
  }

  private static void readAll(SyntheticAir air, Packager packager, int from, Random random) {
    SegmentReader reader = new SegmentReader(air, packager);
    for (int at = from; at < air.frames.size(); ) {
      int to = air.next(at, random);
      air.feed(packager, at, to);
      reader.readNew();
      at = to;
    }
    end(air, packager, reader);
  }

  private static void end(SyntheticAir air, Packager packager, SegmentReader reader) {
    air.loops.runOn(1, () -> packager.onEnd(EndReason.GRACE_EXPIRED));
    reader.readNew();
    reader.check(air.frames);
    packager.close();
    air.close();
  }
}
