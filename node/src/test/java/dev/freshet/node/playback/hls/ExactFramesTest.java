package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.hub.EndReason;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.WindowRule;
import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Every frame that the origin stamped is in the segments once, in order, with its exact times, in
/// each format and under the right map.
class ExactFramesTest {
  private static final int FULL_HOUR_MS = 3_600_000;
  private static final int MINUTE_MS = 60_000;
  private static final long CLOCK_WRAPS_MS = (1L << 33) / 90 - 1_000; // time 0 is second 1 there

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
    assertThat(following.violations).as(following.firstText).isEmpty();
    assertThat(reader.segments()).isGreaterThan(lengthMs / 1_500);
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
