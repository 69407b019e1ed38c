package dev.freshet.bench.gop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinPlanTest {
  private static final PushedStream SHORT = new PushedStream(500, "showroom");
  private static final PushedStream LONG = new PushedStream(8_000, "broadcast");

  @Test
  void spreadsJoinsEvenlyOverTheGop() {
    JoinPlan plan = JoinPlan.random(List.of(SHORT, LONG), 100, 80_000, new Random(1));
    for (PushedStream stream : List.of(SHORT, LONG)) {
      int[] quarters = new int[4];
      plan.joins().stream()
          .filter(join -> join.stream().equals(stream))
          .forEach(join -> quarters[(int) (join.atMs() % stream.gopMs() * 4 / stream.gopMs())]++);
      assertThat(quarters).containsExactly(25, 25, 25, 25);
    }
  }

  @Test
  void joinsComeInOrderWithinTheTime() {
    JoinPlan plan = JoinPlan.random(List.of(SHORT, LONG), 100, 80_000, new Random(1));
    assertThat(plan.joins())
        .isSortedAccordingTo(Comparator.comparingLong(JoinPlan.Join::atMs))
        .allMatch(join -> join.atMs() < 80_000);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(JoinPlan.random(List.of(LONG), 50, 80_000, new Random(7)))
        .isEqualTo(JoinPlan.random(List.of(LONG), 50, 80_000, new Random(7)));
  }
}
