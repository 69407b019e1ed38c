package dev.freshet.node.playback.dash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.Profile;
import dev.freshet.node.playback.hls.OnAir;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.node.playback.segments.ShortNumber;
import dev.freshet.protocol.dash.MediaPresentation;
import dev.freshet.protocol.dash.MpdWriter;
import dev.freshet.protocol.dash.Period;
import dev.freshet.protocol.dash.SegmentTemplate;
import dev.freshet.protocol.dash.SegmentTemplate.Entry;
import dev.freshet.protocol.dash.SegmentTemplate.Even;
import dev.freshet.protocol.dash.SegmentTemplate.Timeline;
import dev.freshet.testkit.dash.MpdFollower;
import dev.freshet.testkit.mp4.Mp4Reader;
import dev.freshet.testkit.mp4.Mp4Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashManifestsTest {
  private static final long SECOND = 1_000_000;

  private final OnAir onAir = new OnAir();
  private final Map<DashStyle, MpdFollower> followers = new EnumMap<>(DashStyle.class);
  private final List<String> findings = new ArrayList<>();
  private final Packager packager;

  DashManifestsTest() {
    onAir.publish();
    for (int i = 0; i < 10; i++) {
      onAir.passMs(40); // no burst: what comes first sets the clock
    }
    packager = onAir.packager();
    for (DashStyle style : DashStyle.values()) {
      followers.put(style, new MpdFollower());
    }
  }

  @AfterEach
  void everythingIsLetGo() {
    onAir.unpublish();
    packager.close();
    onAir.loops.runUntilIdle();
    assertThat(onAir.allocator.metric().usedHeapMemory()).isZero();
    assertThat(onAir.allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void whatIsPublishedKeepsTheRulesFromTheFirstToTheLastText() {
    watch(12_000);
    onAir.loseConnection();
    watch(1_000);
    onAir.publish();
    watch(4_000);
    assertThat(mpd(DashStyle.FMP4).periods()).hasSize(2);
    onAir.unpublish();
    follow();
    assertThat(findings).isEmpty();
    assertThat(mpd(DashStyle.FMP4).endUs()).isPresent();
    onAir.publish();
    onAir.passMs(400);
  }

  @Test
  void aTimelineSaysOfEachSegmentWhatIsInIt() {
    watch(8_000);
    for (var set : mpd(DashStyle.FMP4).periods().getFirst().sets()) {
      Timeline timeline = (Timeline) set.segments().spacing();
      List<PackagedSegment> segments = packager.window().segments();
      for (int i = 0; i < segments.size(); i++) {
        List<Mp4Sample> samples = samples(segments.get(i), set.id());
        long lastTicks = samples.getLast().dts() + samples.getLast().duration();
        Entry entry = timeline.segments().get(i);
        assertThat(entry.startTicks()).isEqualTo(samples.getFirst().dts());
        assertThat(entry.startTicks() + entry.durationTicks()).isEqualTo(lastTicks);
        assertThat(segments.get(i).startTicks(set.id())).isEqualTo(entry.startTicks());
      }
      assertThat(timeline.segments()).hasSameSizeAs(segments);
    }
  }

  @Test
  void evenSegmentsAreCountedAndEachIsWhereTheManifestSaid() {
    watch(3_000);
    SegmentTemplate before = template(DashStyle.LL);
    watch(8_000);
    assertThat(template(DashStyle.LL)).isEqualTo(before);
    Even even = (Even) before.spacing();
    long spacingUs = even.durationTicks();
    assertThat(before.earlyUs()).isBetween(1L, spacingUs - 1);
    for (PackagedSegment segment : packager.window().segments()) {
      long expectedUs =
          before.timeOffsetTicks()
              + (ShortNumber.of(segment.number()) - before.startNumber()) * spacingUs;
      assertThat(segment.start().dtsUs()).isBetween(expectedUs - 1_000, expectedUs + 1_000);
    }
  }

  @Test
  void aSegmentIsDueWhenTheOriginHadIt() {
    watch(8_000);
    for (DashStyle style : DashStyle.values()) {
      MediaPresentation mpd = mpd(style);
      Period period = mpd.periods().getLast();
      SegmentTemplate template = period.sets().getFirst().segments();
      PackagedSegment last = packager.window().segments().getLast();
      long scale = template.timescale();
      long mediaUs = last.start().dtsUs() - template.timeOffsetTicks() * SECOND / scale;
      assertThat(mpd.availabilityStartUs() + period.startUs() + mediaUs)
          .isBetween(last.unixUs() - 50_000, last.unixUs() + 50_000);
    }
  }

  @Test
  void lowLatencySaysSo() {
    watch(5_000);
    String text = MpdWriter.write(mpd(DashStyle.LL));
    assertThat(text)
        .contains("<Latency target=\"1100\" min=\"400\" max=\"2400\" referenceId=\"0\"/>")
        .contains("availabilityTimeComplete=\"false\"")
        .contains("<ProducerReferenceTime id=\"0\"")
        .doesNotContain("SegmentTimeline");
    assertThat(MpdWriter.write(mpd(DashStyle.FMP4)))
        .contains("suggestedPresentationDelay", "SegmentTimeline")
        .doesNotContain("Latency", "availabilityTimeOffset");
  }

  @ParameterizedTest
  @CsvSource({"25, 25", "29.97, 30000/1001", "23.976, 24000/1001", "12.5, 12500/1000", "0, ''"})
  void aFrameRateIsWrittenAsAFraction(double fps, String text) {
    assertThat(DashTracks.frameRate(fps)).isEqualTo(text);
  }

  /// Lets time pass and reads every manifest at each moment.
  private void watch(int ms) {
    for (int i = 0; i < ms / 40; i++) {
      onAir.passMs(40);
      follow();
    }
  }

  private void follow() {
    if (packager.window().isPlayable()) {
      followers.forEach(
          (style, follower) -> findings.addAll(follower.next(MpdWriter.write(mpd(style)))));
    }
  }

  private MediaPresentation mpd(DashStyle style) {
    return Objects.requireNonNull(DashManifests.of(packager.window(), style, Profile.SHOWROOM));
  }

  private SegmentTemplate template(DashStyle style) {
    return mpd(style).periods().getFirst().sets().getFirst().segments();
  }

  private List<Mp4Sample> samples(PackagedSegment segment, int track) {
    Mp4Reader reader = new Mp4Reader(Objects.requireNonNull(segment.init(track)).bytes());
    reader.read(
        Objects.requireNonNull(
            onAir.read(packager, shelf -> shelf.fragments(segment.number(), track))));
    return reader.samples();
  }
}
