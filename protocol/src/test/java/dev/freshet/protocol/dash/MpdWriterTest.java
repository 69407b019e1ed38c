package dev.freshet.protocol.dash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.dash.SegmentTemplate.Entry;
import dev.freshet.protocol.dash.SegmentTemplate.Even;
import dev.freshet.protocol.dash.SegmentTemplate.Timeline;
import dev.freshet.testkit.Dumper;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MpdWriterTest {
  private static final long SECOND = 1_000_000;
  private static final long START_US = 1_795_348_800_250_000L; // 2026-11-22T12:00:00.250Z
  private static final UtcTiming CLOCK = UtcTiming.httpXsDate("/api/v1/time?form=xsdate&x=1");

  @Test
  void saysWhereEvenlySpacedSegmentsWillBe() {
    Period period = new Period("e1-0", 0, List.of(evenVideo(), evenAudio()));
    Dumper.compare(golden("low-latency.mpd"), MpdWriter.write(lowLatency(period)));
  }

  @Test
  void listsUnevenSegmentsAndBeginsAPeriodAtABreak() {
    Dumper.compare(golden("timeline.mpd"), MpdWriter.write(timeline(OptionalLong.empty())));
  }

  @Test
  void tellsAViewerWhereToGoOn() {
    Period period = new Period("e1-0", 0, List.of(evenVideo(), evenAudio()));
    String everybodys = MpdWriter.write(lowLatency(period));
    String own = MpdWriter.write(lowLatency(period), "a/s/X&Y/", "a/s/X&Y/live.mpd");
    assertThat(own)
        .contains("<BaseURL>a/s/X&amp;Y/</BaseURL>", "<Location>a/s/X&amp;Y/live.mpd</Location>");
    assertThat(own.replaceAll("  <(BaseURL|Location)>.*\n", "")).isEqualTo(everybodys);
  }

  @Test
  void endsAPresentation() {
    String live = MpdWriter.write(timeline(OptionalLong.empty()));
    String ended = MpdWriter.write(timeline(OptionalLong.of(69_600_000)));
    assertThat(ended)
        .isEqualTo(
            live.replace("minimumUpdatePeriod=\"PT2S\"", "mediaPresentationDuration=\"PT69.6S\""));
  }

  @Test
  void staysTheSameWhereTheWindowMoves() {
    Period first = new Period("e1-0", 0, List.of(evenVideo()));
    Period second = new Period("e1-1", 20 * SECOND, List.of(evenVideo()));
    String before = MpdWriter.write(lowLatency(first, second));
    String after = MpdWriter.write(lowLatency(second));
    String period = before.substring(before.lastIndexOf("  <Period"));
    assertThat(period).startsWith("  <Period id=\"e1-1\" start=\"PT20S\">");
    assertThat(after).endsWith(period);
  }

  @ParameterizedTest
  @CsvSource({
    "0-4 4-4 8-4, <S t=\"0\" d=\"4\" r=\"2\"/>",
    "8-4, <S t=\"8\" d=\"4\"/>",
    "0-4 4-5 9-5, <S t=\"0\" d=\"4\"/><S d=\"5\" r=\"1\"/>",
    "0-4 5-4 9-4, <S t=\"0\" d=\"4\"/><S t=\"5\" d=\"4\" r=\"1\"/>",
    "0-4 4-4 7-4, <S t=\"0\" d=\"4\" r=\"1\"/><S t=\"7\" d=\"4\"/>"
  })
  void sharesALineAmongEqualNeighbours(String segments, String expected) {
    List<Entry> entries =
        List.of(segments.split(" ")).stream()
            .map(s -> s.split("-"))
            .map(s -> new Entry(Long.parseLong(s[0]), Long.parseLong(s[1])))
            .toList();
    SegmentTemplate template =
        new SegmentTemplate(1, "i.mp4", "$Time$.m4s", 1, 0, 0, new Timeline(entries));
    Period period = new Period("p", 0, List.of(set(template)));
    String text = MpdWriter.write(lowLatency(period)).replaceAll("\\s*\n\\s*", "");
    assertThat(text).contains("<SegmentTimeline>" + expected + "</SegmentTimeline>");
  }

  private static Path golden(String name) {
    return Path.of("src/test/resources/dev/freshet/protocol/dash/golden", name);
  }

  private static MediaPresentation lowLatency(Period... periods) {
    return new MediaPresentation(
        START_US,
        START_US + 90 * SECOND,
        2 * SECOND,
        30 * SECOND,
        0,
        500_000,
        SECOND,
        new LatencyTarget(1_500, 800, 6_000, 96, 104),
        CLOCK,
        List.of(periods),
        OptionalLong.empty());
  }

  private static AdaptationSet evenVideo() {
    SegmentTemplate template =
        new SegmentTemplate(
            90_000, "v0-5f3a.mp4", "v0-$Number$.m4s", 1_700, 0, 800_000, new Even(90_000));
    ProducerReference reference = new ProducerReference(0, START_US + 40_000, 0);
    Representation video =
        Representation.video("v0", 2_500_000, "avc1.64001f", 1280, 720, "30000/1001");
    return new AdaptationSet(
        0, AdaptationSet.Content.VIDEO, null, template, reference, List.of(video));
  }

  private static AdaptationSet evenAudio() {
    SegmentTemplate template =
        new SegmentTemplate(
            48_000, "a0-11d0.mp4", "a0-$Number$.m4s", 1_700, 0, 800_000, new Even(48_000));
    Representation audio = Representation.audio("a0", 128_000, "mp4a.40.2", 48_000, 2);
    return new AdaptationSet(1, AdaptationSet.Content.AUDIO, "en", template, null, List.of(audio));
  }

  /// Two periods: after the break the pictures are HEVC.
  private static MediaPresentation timeline(OptionalLong endUs) {
    Timeline before =
        new Timeline(
            List.of(
                new Entry(900_000, 180_000),
                new Entry(1_080_000, 180_000),
                new Entry(1_260_000, 94_500)));
    Timeline after = new Timeline(List.of(new Entry(45_000, 225_000), new Entry(270_000, 189_000)));
    Period first = new Period("e1-0", 0, List.of(video("avc1.64001f", "v0-5f3a", 15, 0, before)));
    Period second =
        new Period(
            "e1-1", 65 * SECOND, List.of(video("hvc1.1.6.L93.B0", "v0-77c1", 18, 45_000, after)));
    return new MediaPresentation(
        START_US,
        START_US + 70 * SECOND,
        2 * SECOND,
        60 * SECOND,
        6 * SECOND,
        2 * SECOND,
        2_500_000,
        null,
        CLOCK,
        List.of(first, second),
        endUs);
  }

  private static AdaptationSet video(
      String codecs, String init, long startNumber, long timeOffset, Timeline timeline) {
    SegmentTemplate template =
        new SegmentTemplate(
            90_000, init + ".mp4", "v0-$Number$.m4s", startNumber, timeOffset, 0, timeline);
    Representation video = Representation.video("v0", 2_500_000, codecs, 1280, 720, "");
    return new AdaptationSet(0, AdaptationSet.Content.VIDEO, null, template, null, List.of(video));
  }

  private static AdaptationSet set(SegmentTemplate template) {
    Representation video = Representation.video("v0", 1, "avc1.64001f", 0, 0, "");
    return new AdaptationSet(0, AdaptationSet.Content.VIDEO, null, template, null, List.of(video));
  }
}
