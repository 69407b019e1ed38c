package dev.freshet.node.relay.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When a way is left: one that sends nothing more, or much too late; and never because the
/// publisher pauses, or because it is a little behind.
class SwitchRuleTest {
  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));
  private static final long FRAME_MS = 40;

  private final SwitchRule rule = new SwitchRule(ClusterLimits.DEFAULTS);

  /// A way whose frames come `delayMs` after they were published, up to a moment.
  private static final class Delayed {
    final long delayMs;
    long diesAtMs = Long.MAX_VALUE;
    final Pulse pulse = new Pulse();

    Delayed(long delayMs) {
      this.delayMs = delayMs;
    }

    @Nullable Position reached(long nowMs, long publishedUntilMs) {
      long sentMs = Math.min(Math.min(nowMs, diesAtMs) - delayMs, publishedUntilMs);
      return sentMs < 0 ? null : new Position(EPOCH, sentMs / FRAME_MS);
    }

    /// A way that lives answers pings within its delay, also while nothing is published.
    void look(long nowMs, long publishedUntilMs, long passedMs) {
      Position reached = reached(nowMs, publishedUntilMs);
      long sequence = reached == null ? 0 : reached.sequence();
      boolean dead = nowMs >= diesAtMs;
      long pongs = pulse.silentMs() >= 200 + delayMs && !dead ? nowMs : 0;
      pulse.look(1_000 * sequence + pongs, passedMs);
    }
  }

  /// @return when the first way was left, or -1
  private long run(Delayed first, Delayed second, long pausesAtMs, long endMs) {
    Pursuit pursuit = new Pursuit();
    long stepMs = rule.lookEveryMs();
    for (long nowMs = 0; nowMs < endMs; nowMs += stepMs) {
      first.look(nowMs, pausesAtMs, stepMs);
      second.look(nowMs, pausesAtMs, stepMs);
      pursuit.look(second.reached(nowMs, pausesAtMs), first.reached(nowMs, pausesAtMs), stepMs);
      SwitchRule.Verdict verdict =
          rule.judge(first.pulse.silentMs(), pursuit, true, SwitchRule.CALM_MS);
      if (verdict == SwitchRule.Verdict.LATE || verdict == SwitchRule.Verdict.SILENT) {
        return nowMs;
      }
    }
    return -1;
  }

  @Test
  void aWayThatDiesIsLeftSoonAndOneThatLivesIsKept() {
    Seeds.check(
        300,
        random -> {
          Delayed first = new Delayed(random.nextInt(250));
          Delayed second = new Delayed(random.nextInt(250));
          boolean dies = random.nextBoolean();
          long diesAtMs = 1_000L + random.nextInt(3_000);
          first.diesAtMs = dies ? diesAtMs : Long.MAX_VALUE;
          long pausesAtMs = pause(random, diesAtMs);
          long leftAtMs = run(first, second, pausesAtMs, 9_000);
          if (dies) {
            assertThat(leftAtMs - diesAtMs).isBetween(1L, 1_000L);
          } else {
            assertThat(leftAtMs).isEqualTo(-1);
          }
        });
  }

  private static long pause(Random random, long aroundMs) {
    return random.nextBoolean() ? Long.MAX_VALUE : aroundMs - 500L + random.nextInt(1_000);
  }

  @Test
  void aWayIsNotLeftForOneThatIsDeadItself() {
    Delayed first = new Delayed(30);
    Delayed second = new Delayed(10);
    second.diesAtMs = 2_000;
    assertThat(run(first, second, Long.MAX_VALUE, 9_000)).isEqualTo(-1);
  }

  @Test
  void aWayThatMovesButEverSlowerIsLeftAfterAWhile() {
    Pursuit pursuit = new Pursuit();
    long nowMs = 0;
    while (rule.judge(0, pursuit, true, SwitchRule.CALM_MS) == SwitchRule.Verdict.KEEP) {
      nowMs += 50;
      Position half = new Position(EPOCH, nowMs / FRAME_MS / 2);
      pursuit.look(new Position(EPOCH, nowMs / FRAME_MS), half, 50);
    }
    assertThat(nowMs).isBetween(2_000L, 9_000L);
  }

  @Test
  void aParentAloneIsGivenMoreTime() {
    Pursuit alone = new Pursuit();
    assertThat(rule.judge(100, alone, false, 0)).isEqualTo(SwitchRule.Verdict.KEEP);
    assertThat(rule.judge(700, alone, false, 0)).isEqualTo(SwitchRule.Verdict.ASK);
    assertThat(rule.judge(700, alone, true, 0)).isEqualTo(SwitchRule.Verdict.SILENT);
    assertThat(rule.judge(3_000, alone, false, 0)).isEqualTo(SwitchRule.Verdict.SILENT);
  }
}
