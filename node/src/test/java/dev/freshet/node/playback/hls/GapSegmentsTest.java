package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.packaging.WindowRule;
import dev.freshet.testkit.Seeds;
import dev.freshet.testkit.hls.Rule;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whoever lost frames says so by gaps, as far as the stamps tell what is missing; all else is what
/// others hold and say.
class GapSegmentsTest {
  private static final WindowRule RULE = new WindowRule(20_000_000, 60, 1 << 28);

  @Test
  void lostFramesBecomeGapsAndEverythingElseStaysEqual() {
    Set<Integer> gaps = new HashSet<>();
    Seeds.check(
        Seeds.count(12),
        random -> {
          RandomAir sent = new RandomAir(random, true).send(3, 40);
          Lossy lossy = new Lossy(sent.air, random);
          lossy.run(sent.events.containsKey(RandomAir.Event.ORIGIN));
          gaps.add(lossy.gaps.size());
        });
    assertThat(gaps).anyMatch(count -> count > 0);
  }

  /// A node that gets everything, and one that does not.
  private static final class Lossy {
    private final SyntheticAir air;
    private final Random random;
    private final Packager whole;
    private final Packager holed;
    private final Following following;
    private final TreeMap<Long, PackagedSegment> held = new TreeMap<>();
    private final Set<Long> compared = new HashSet<>();
    final Set<Long> gaps = new HashSet<>();

    Lossy(SyntheticAir air, Random random) {
      this.air = air;
      this.random = random;
      whole = air.packager(SyntheticAir.ENDLESS);
      holed = air.packager(RULE);
      following = new Following(holed);
    }

    /// @param promisesAnew whether another origin came, which knows nothing of what was promised
    void run(boolean promisesAnew) {
      int lostTo = 0;
      for (int at = 0; at < air.frames.size(); ) {
        int to = air.next(at, random);
        air.feed(whole, at, to);
        if (at > 300 && at >= lostTo && random.nextInt(60) == 0) {
          lostTo = at + 1 + random.nextInt(random.nextBoolean() ? 400 : 20);
          tellPerhaps(at, Math.min(lostTo, air.frames.size() - 1));
        }
        air.feed(holed, Math.max(at, Math.min(to, lostTo)), to);
        following.look();
        compare();
        at = to;
      }
      following.violations.removeIf(
          violation -> promisesAnew && violation.rule() == Rule.TARGET_CHANGED);
      assertThat(following.violations).as(following.firstText).isEmpty();
      whole.close();
      holed.close();
      air.close();
      assertThat(air.allocator.metric().usedDirectMemory()).isZero();
    }

    /// A slow packager is told; one behind a relay sees the hole in the sequence, but not where the
    /// next epoch counts anew.
    private void tellPerhaps(int from, int to) {
      Epoch before = air.frames.get(from - 1).stamp().epoch();
      boolean anew = !air.frames.get(to).stamp().epoch().equals(before);
      if (anew || random.nextBoolean()) {
        air.loops.runOn(1, () -> holed.onSkipped(1));
      }
    }

    private void compare() {
      whole.window().segments().forEach(segment -> held.put(segment.number(), segment));
      for (PackagedSegment segment : holed.window().segments()) {
        PackagedSegment same = Objects.requireNonNull(held.get(segment.number()));
        if (segment.isGap()) {
          gaps.add(segment.number());
        } else if (compared.add(segment.number())) {
          assertThat(segment.discontinuity()).isEqualTo(same.discontinuity());
          assertThat(segment.beginsAnew()).isEqualTo(same.beginsAnew());
          assertThat(segment.durationUs()).isEqualTo(same.durationUs());
          long number = segment.number();
          assertThat(air.read(holed, shelf -> shelf.transportStream(number)))
              .isNotNull()
              .isEqualTo(air.read(whole, shelf -> shelf.transportStream(number)));
        }
      }
    }
  }
}
