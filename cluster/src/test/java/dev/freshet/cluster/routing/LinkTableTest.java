package dev.freshet.cluster.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkTableTest {
  private static final NodeId PEER = new NodeId("peer");
  private static final LinkKey LINK = new LinkKey(PEER, LinkClass.PUBLIC);

  private final ManualClock clock = new ManualClock();
  private final LinkTable links = new LinkTable(clock, RoutingLimits.DEFAULT);

  @Test
  void smoothsRoundTripsAndTheirDeviation() {
    answer(10);
    answer(30);
    answer(10);

    assertThat(links.quality(LINK).rttUs()).isBetween(10_001L, 20_000L);
    assertThat(links.quality(LINK).jitterUs()).isPositive();
    assertThat(links.quality(LINK).state()).isEqualTo(LinkState.UP);
  }

  @Test
  void isDownAfterTwoPingsWithoutAnAnswerAndUpAfterThreeAnswers() {
    answer(10);
    assertThat(links.failed(LINK, "no answer")).isFalse();
    assertThat(links.failed(LINK, "no answer")).isTrue();
    assertThat(links.isDown(PEER)).isTrue();

    assertThat(answer(10)).isFalse();
    assertThat(answer(10)).isFalse();
    assertThat(answer(10)).isTrue();
    assertThat(links.quality(LINK).lossPermille()).isBetween(100, 200);
  }

  @Test
  void isDownAtOnceWhenMediaStop() {
    answer(10);

    assertThat(links.broken(LINK, "silent")).isTrue();
    assertThat(links.best(PEER)).isNull();
    assertThat(links.rows().getFirst().reason()).isEqualTo("silent");
  }

  @Test
  void takesTheClockOffsetOfTheShortestRoundTrip() {
    links.answered(LINK, new PingAnswer.Answered(90_000, 40_000, 0, List.of()));
    links.answered(LINK, new PingAnswer.Answered(8_000, 1_500, 0, List.of()));
    links.answered(LINK, new PingAnswer.Answered(70_000, 30_000, 0, List.of()));

    assertThat(links.clockOffsetUs(PEER)).hasValue(1_500);
  }

  @Test
  void believesReportsForAWhile() {
    NodeId third = new NodeId("third");
    links.heard(PEER, List.of(new LinkReport(third, 12, 0)));
    assertThat(links.heardOf(PEER, third)).isEqualTo(new LinkReport(third, 12, 0));

    clock.advanceMs(RoutingLimits.DEFAULT.heardForMs() + 1);

    assertThat(links.heardOf(PEER, third)).isNull();
    assertThat(links.heard()).isEmpty();
  }

  @Test
  void keepsReportsOfABoundedNumberOfNodes() {
    for (int i = 0; i < RoutingLimits.DEFAULT.maxHeardPeers() + 50; i++) {
      links.heard(new NodeId("n" + i), List.of(new LinkReport(PEER, 1, 0)));
    }
    assertThat(links.heard()).hasSize(RoutingLimits.DEFAULT.maxHeardPeers());

    links.retain(Set.of(new NodeId("n1000")));
    assertThat(links.heard()).hasSize(1);
  }

  @Test
  void takesNothingAbsurdFromAPeer() {
    LinkReport report = new LinkReport(PEER, Integer.MAX_VALUE, -5);

    assertThat(report).isEqualTo(new LinkReport(PEER, 60_000, 0));
  }

  @Test
  void tellsTheBestOfTwoLines() {
    LinkKey line = new LinkKey(PEER, LinkClass.PRIVATE);
    answer(50);
    links.answered(line, new PingAnswer.Answered(20_000, 0, 0, List.of()));

    assertThat(links.reports()).containsExactly(new LinkReport(PEER, 20, 0));
  }

  @Test
  void forgetsWhatIsNotMeasuredAnyMore() {
    answer(50);

    links.measure(Map.of());

    assertThat(links.rows()).isEmpty();
  }

  private boolean answer(int rttMs) {
    return links.answered(LINK, new PingAnswer.Answered(rttMs * 1_000L, 0, 0, List.of()));
  }
}
