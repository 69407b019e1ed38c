package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Map<String, Object> SOUND_ONLY = Map.of("audiocodecid", 10.0);
  private static final ServiceConfig SERVICE =
      new ProfileBuilder().segmentMs(2_000).partMs(500).maxTracks(3).service();

  private final List<Frame> frames = new ArrayList<>();
  private final FanoutCounters counters = new FanoutCounters();
  private final Timeline timeline =
      new Timeline(
          new Epoch(1, new NodeId("n1")),
          new Timeline.Start(10, 10, false),
          SERVICE,
          counters,
          frames::add);

  @Test
  void holdsFramesBackUntilPicturesAndSoundAreKnown() {
    timeline.begin(0);
    track(Tracks.audio(1));
    audio(0);
    assertThat(timeline.isHolding()).isTrue();
    track(Tracks.video(1));
    assertThat(frames).hasSize(1);
    assertThat(frames.getFirst().header().tracks()).hasSize(2);
    assertThat(frames.getFirst().header().version()).isZero();
    assertThat(frames.getFirst().stamp().has(Stamp.HEADER_CHANGED)).isFalse();
  }

  @Test
  void metadataThatNamesOneKindEndsTheWait() {
    timeline.begin(0);
    metadata(SOUND_ONLY);
    track(Tracks.audio(1));
    audio(0);
    assertThat(frames).hasSize(1);
  }

  @Test
  void metadataThatLiesCostsAHeaderAndNothingElse() {
    timeline.begin(0);
    metadata(SOUND_ONLY);
    track(Tracks.audio(1));
    audio(0);
    track(Tracks.video(1));
    video(20, true);
    audio(40);
    assertThat(frames).hasSize(3);
    assertThat(frames.get(1).stamp().has(Stamp.HEADER_CHANGED)).isTrue();
    assertThat(frames.get(1).stamp().has(Stamp.ENTRY_POINT)).isTrue();
    assertThat(frames.get(1).stamp().segment()).isEqualTo(11);
    assertThat(header().version()).isEqualTo(1);
  }

  @Test
  void announcementsThatChangeNothingChangeNothing() {
    begin();
    for (int i = 0; i < 5; i++) {
      track(Tracks.video(1));
      track(Tracks.audio(1));
      video(i * 40L, i == 0);
    }
    timeline.begin(0);
    track(Tracks.video(1));
    track(Tracks.audio(1));
    video(0, true);
    assertThat(header().version()).isZero();
    assertThat(frames).noneMatch(frame -> frame.stamp().has(Stamp.HEADER_CHANGED));
  }

  @Test
  void aDecoderThatChangesWhileFramesAreHeldBackDecodesOnlyWhatFollows() {
    timeline.begin(0);
    track(Tracks.video(1));
    video(0, true);
    track(Tracks.video(2));
    video(40, true);
    track(Tracks.audio(1));
    audio(40);
    timeline.endDiscovery();
    assertThat(frames.get(0).track().config()).isEqualTo(Tracks.video(1).config());
    assertThat(frames.get(1).track().config()).isEqualTo(Tracks.video(2).config());
  }

  @Test
  void picturesBeforeTheirKeyframeAreOfNoUse() {
    begin();
    video(0, false);
    audio(0);
    video(40, true);
    video(80, false);
    track(Tracks.video(2));
    video(120, false);
    video(160, true);
    assertThat(counters.unusableFrames.sum()).isEqualTo(2);
    assertThat(frames).hasSize(4);
  }

  @Test
  void afterAGapPicturesGoOnAtAKeyframe() {
    begin();
    video(0, true);
    timeline.add(new Publication.Item.Gap());
    video(40, false);
    audio(40);
    video(80, true);
    assertThat(frames).hasSize(3);
    assertThat(counters.unusableFrames.sum()).isEqualTo(1);
  }

  @Test
  void framesOfTracksThatNobodyAnnouncedAreOfNoUse() {
    begin();
    frame(7, 0, true);
    assertThat(frames).isEmpty();
    assertThat(counters.unusableFrames.sum()).isEqualTo(1);
  }

  @Test
  void tracksAreLimitedInNumberAndInTheirNumbers() {
    begin();
    track(new Track.Data(2));
    track(new Track.Data(3));
    track(new Track.Data(100_000));
    video(0, true);
    assertThat(header().tracks()).hasSize(3);
    assertThat(counters.tracksRefused.sum()).isEqualTo(2);
  }

  @Test
  void metadataTravelsOnWithoutWhatTracksTellBetterAndBounded() {
    Map<String, Object> values = new HashMap<>();
    values.put("encoder", "test");
    values.put("width", 640.0);
    values.put("nested", Map.of());
    values.put("long", "x".repeat(300));
    for (int i = 0; i < 100; i++) {
      values.put("key" + i, (double) i);
    }
    timeline.begin(0);
    metadata(values);
    track(Tracks.video(1));
    track(Tracks.audio(1));
    video(0, true);
    assertThat(header().metadata()).hasSizeLessThanOrEqualTo(64);
    assertThat(header().metadata()).doesNotContainKeys("width", "nested", "long");
  }

  @Test
  void soundIsCutByTimeAndEnteredEverySecond() {
    timeline.begin(0);
    metadata(SOUND_ONLY);
    track(Tracks.audio(1));
    for (int i = 0; i < 250; i++) {
      audio(i * 40L);
    }
    assertThat(frames.stream().filter(Frame::isEntryPoint)).hasSize(10);
    assertThat(frames.getLast().stamp().segment()).isEqualTo(14);
    assertThat(frames).noneMatch(frame -> frame.stamp().has(Stamp.FORCED_CUT));
  }

  @Test
  void keyframesThatStayAwayForceACutThatSaysSo() {
    begin();
    for (int i = 0; i < 400; i++) {
      video(i * 40L, i == 0);
    }
    assertThat(frames.stream().filter(frame -> frame.stamp().has(Stamp.FORCED_CUT))).hasSize(2);
    assertThat(frames.getLast().stamp().segment()).isEqualTo(12);
    assertThat(frames.stream().filter(Frame::isEntryPoint)).hasSize(1);
  }

  @Test
  void soundCanBeEnteredWhilePicturesWereAnnouncedAndDoNotCome() {
    begin();
    for (int i = 0; i < 100; i++) {
      audio(i * 40L);
    }
    assertThat(frames.stream().filter(Frame::isEntryPoint)).hasSize(4); // the very first as well
    video(4_000, true);
    video(4_040, false);
    for (int i = 101; i < 200; i++) {
      audio(i * 40L);
    }
    long entriesOfSound =
        frames.stream().skip(101).filter(f -> f instanceof Frame.Audio && f.isEntryPoint()).count();
    assertThat(entriesOfSound).as("pictures stall, but their next may need the last").isZero();
  }

  @Test
  void soundSetsTheBoundariesWhilePicturesStall() {
    begin();
    video(0, true);
    for (int i = 0; i < 500; i++) {
      audio(i * 40L);
    }
    assertThat(frames.getLast().stamp().segment()).isEqualTo(13);
    video(20_000, false);
    assertThat(frames.getLast().stamp().segment()).isEqualTo(13);
  }

  @Test
  void jumpsBeginASegmentButNotManyWithinHalfASecond() {
    begin();
    for (int i = 0; i < 100; i++) {
      video(i * 40L, i % 25 == 0);
    }
    video(10_000_000, true);
    Stamp jumped = frames.getLast().stamp();
    assertThat(jumped.discontinuity()).isEqualTo(11);
    assertThat(jumped.dtsUs()).isEqualTo(99 * 40_000 + 20_000);
    for (int i = 0; i < 20; i++) {
      video(i % 2 == 0 ? 0 : 10_000_000, true);
    }
    assertThat(frames.getLast().stamp().discontinuity()).isEqualTo(11);
    assertThat(frames.getLast().stamp().segment()).isEqualTo(jumped.segment());
  }

  @Test
  void soundTimesAreSampleExactAndGoOnThroughHeaderChanges() {
    begin();
    video(0, true);
    Track.Audio other =
        new Track.Audio(Tracks.AUDIO, AudioCodec.AAC, new byte[] {7}, 48_000, 2, 1_920);
    for (int i = 0; i < 50; i++) {
      if (i == 25) {
        track(other);
      }
      audio(i * 40L + i % 3 * 13L); // rounded badly
    }
    List<Long> times =
        frames.stream().filter(Frame.Audio.class::isInstance).map(f -> f.stamp().dtsUs()).toList();
    for (int i = 0; i < 50; i++) {
      assertThat(times.get(i)).isEqualTo(i * 40_000L);
    }
    video(2_000, true);
    assertThat(frames.getLast().gop().audioFrames()).isEqualTo(50);
    assertThat(frames.getLast().gop().audioBaseUs()).isEqualTo(2_000_000);
  }

  @Test
  void soundThatIsAheadOfItsPicturesOpensASegmentThatCanBeEntered() {
    begin();
    audio(0);
    video(23, true);
    assertThat(frames.getFirst().isEntryPoint()).isTrue();
    assertThat(frames.getFirst().stamp().has(Stamp.PART_START)).isTrue();
    assertThat(frames.get(1).isEntryPoint()).isTrue();
    assertThat(frames.get(1).stamp().segment()).isEqualTo(frames.getFirst().stamp().segment());
  }

  private void begin() {
    timeline.begin(0);
    track(Tracks.video(1));
    track(Tracks.audio(1));
  }

  private StreamHeader header() {
    return frames.getLast().header();
  }

  private void track(Track track) {
    timeline.add(new Publication.Item.NewTrack(track));
  }

  private void metadata(Map<String, Object> values) {
    timeline.add(new Publication.Item.Metadata(values));
  }

  private void video(long dtsMs, boolean keyframe) {
    frame(Tracks.VIDEO, dtsMs, keyframe);
  }

  private void audio(long dtsMs) {
    frame(Tracks.AUDIO, dtsMs, true);
  }

  private void frame(int track, long dtsMs, boolean keyframe) {
    RawFrame raw = new RawFrame(track, dtsMs * 1_000, 0, keyframe, false, Unpooled.EMPTY_BUFFER);
    timeline.add(new Publication.Item.Media(raw, dtsMs * 1_000, frames.size() * 10_000_000L));
  }
}
