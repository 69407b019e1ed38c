package dev.freshet.protocol.dash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.dash.SegmentTemplate.Even;
import dev.freshet.protocol.dash.SegmentTemplate.Timeline;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PresentationValuesTest {
  private static final SegmentTemplate TEMPLATE =
      new SegmentTemplate(1, "i.mp4", "$Number$.m4s", 0, 0, 0, new Even(1));

  @Test
  void refusesWhatCannotBeSaid() {
    assertThatThrownBy(() -> new SegmentTemplate(1, "i.mp4", "v.m4s", 0, 0, 0, new Even(1)))
        .hasMessage("media: 'v.m4s' (expected: an address with $Number$ or $Time$)");
    assertThatThrownBy(() -> new Even(0)).hasMessage("durationTicks: 0 (expected: >= 1)");
    assertThatThrownBy(() -> new Timeline(List.of()))
        .hasMessage("timeline.segments: 0 (expected: >= 1)");
    assertThatThrownBy(() -> new Period("", 0, List.of()))
        .hasMessage("period.id: '' (expected: text)");
    assertThatThrownBy(() -> new LatencyTarget(500, 800, 900, 96, 104))
        .hasMessage("latency.targetMs: 500 (expected: >= 800)");
  }

  @Test
  void refusesPeriodsOutOfOrder() {
    assertThatThrownBy(() -> presentation(period("b", 5), period("a", 5)))
        .hasMessage("period.startUs: 5 (expected: > 5)");
    assertThatThrownBy(PresentationValuesTest::presentation)
        .hasMessage("periods: 0 (expected: >= 1)");
  }

  private static Period period(String id, long startUs) {
    Representation sound = Representation.audio("a0", 1, "opus", 48_000, 2);
    return new Period(
        id,
        startUs,
        List.of(
            new AdaptationSet(
                0, AdaptationSet.Content.AUDIO, null, TEMPLATE, null, List.of(sound))));
  }

  private static MediaPresentation presentation(Period... periods) {
    return new MediaPresentation(
        0, 0, 0, 0, 0, 0, 1, null, null, List.of(periods), OptionalLong.empty());
  }
}
