package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AudioTimelineTest {
  private final AudioTimeline timeline = timeline(44_100, 1_024);

  @Test
  void turnsRoundedTimesIntoSampleExactOnes() {
    for (int i = 0; i < 1_000; i++) {
      long exactUs = (i * 1_024L * 1_000_000 + 22_050) / 44_100;
      long roundedUs = exactUs / 1_000 * 1_000;
      assertThat(timeline.next(roundedUs)).isEqualTo(exactUs);
    }
    assertThat(timeline.frames()).isEqualTo(1_000);
    assertThat(timeline.nextUs()).isEqualTo((1_000L * 1_024 * 1_000_000 + 22_050) / 44_100);
  }

  @Test
  void followsAGap() {
    timeline.next(0);
    assertThat(timeline.next(1_000_000)).isEqualTo(1_000_000);
    assertThat(timeline.next(1_023_000)).isEqualTo(1_023_220);
  }

  @Test
  void passesTimesOfUnknownLengthOn() {
    AudioTimeline unknown = timeline(0, 0);
    assertThat(unknown.nextUs()).isEqualTo(-1);
    assertThat(unknown.next(5_000)).isEqualTo(5_000);
    assertThat(unknown.next(4_000)).isEqualTo(5_000);
    assertThat(unknown.nextUs()).isEqualTo(5_000);
  }

  @Test
  void goesOnWhenTheCodingChanges() {
    timeline.next(0);
    timeline.next(23_000);
    long dueUs = timeline.nextUs();
    timeline.use(track(48_000, 960));
    long sampleUs = timeline.nextUs();
    assertThat(sampleUs - dueUs).isBetween(0L, 20L); // the next whole sample
    assertThat(timeline.next(46_000)).isEqualTo(sampleUs);
    assertThat(timeline.next(66_000)).isEqualTo(sampleUs + 20_000);
    assertThat(timeline.frames()).isEqualTo(4);
  }

  @Test
  void whoCountsSamplesFindsThemAgain() {
    for (int rate : new int[] {8_000, 22_050, 44_100, 48_000, 96_000}) {
      AudioTimeline track = timeline(rate, 1_024);
      long firstUs = track.next(123_457);
      long first = samples(firstUs, rate);
      for (int i = 1; i < 5_000; i++) {
        long sentUs = (firstUs + i * 1_024L * 1_000_000 / rate) / 1_000 * 1_000;
        assertThat(samples(track.next(sentUs), rate)).isEqualTo(first + i * 1_024L);
      }
    }
  }

  private static long samples(long us, int rate) {
    return (us * rate + 500_000) / 1_000_000;
  }

  @Test
  void neverFallsAndStaysCloseToWhatWasSent() {
    Seeds.check(Seeds.count(50), AudioTimelineTest::checkRandomly);
  }

  private static void checkRandomly(Random random) {
    AudioTimeline timeline = timeline(48_000, 1_024);
    long lastUs = 0;
    long dtsUs = random.nextInt(1_000_000);
    for (int i = 0; i < 500; i++) {
      dtsUs += random.nextInt(43_000);
      dtsUs += random.nextInt(40) == 0 ? random.nextInt(1_000_000) : 0;
      long exactUs = timeline.next(dtsUs);
      assertThat(exactUs).isGreaterThanOrEqualTo(lastUs);
      assertThat(Math.abs(exactUs - dtsUs)).isLessThanOrEqualTo(AudioTimeline.TOLERANCE_US);
      lastUs = exactUs;
    }
  }

  private static AudioTimeline timeline(int sampleRate, int samplesPerFrame) {
    AudioTimeline timeline = new AudioTimeline();
    timeline.use(track(sampleRate, samplesPerFrame));
    return timeline;
  }

  private static Track.Audio track(int sampleRate, int samplesPerFrame) {
    return new Track.Audio(1, AudioCodec.AAC, Track.NONE, sampleRate, 2, samplesPerFrame);
  }
}
