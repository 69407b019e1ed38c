package dev.freshet.app.client;

import static dev.freshet.app.client.FlvTags.keyframe;
import static dev.freshet.app.client.FlvTags.picture;
import static dev.freshet.app.client.FlvTags.sound;
import static dev.freshet.app.client.FlvTags.videoHeader;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopTimestampsTest {
  private final LoopTimestamps timestamps = new LoopTimestamps();

  @Test
  void leavesTheFirstRoundAsItIs() {
    assertThat(times(videoHeader(0), keyframe(5_000), sound(5_010), picture(5_040)))
        .containsExactly(0, 5_000, 5_010, 5_040);
  }

  @Test
  void goesOnOneFrameAfterTheLast() {
    times(videoHeader(0), keyframe(0), picture(40), picture(80));
    timestamps.again();
    assertThat(times(videoHeader(0), keyframe(0), picture(40), picture(80)))
        .containsExactly(120, 120, 160, 200);
    timestamps.again();
    assertThat(times(keyframe(0))).containsExactly(240);
  }

  @Test
  void keepsPicturesAndSoundTogether() {
    times(keyframe(0), sound(80), picture(40), sound(103), picture(80), sound(126));
    timestamps.again();
    assertThat(times(keyframe(0), sound(80))).containsExactly(120, 200);
  }

  @Test
  void lettingTheLongerTrackDecideNoTrackFalls() {
    times(keyframe(0), sound(0), picture(40), sound(23), sound(46), sound(69), sound(92));
    timestamps.again();
    assertThat(times(keyframe(0), sound(0))).containsExactly(115, 115);
  }

  @Test
  void headersDoNotComeBeforeTheirRound() {
    times(videoHeader(0), keyframe(1_000), picture(1_040));
    timestamps.again();
    assertThat(times(videoHeader(0), keyframe(1_000))).containsExactly(1_080, 1_080);
  }

  @Test
  void aFileWithoutFramesIsNotRepeated() {
    times(videoHeader(0));
    assertThat(timestamps.hasFrames()).isFalse();
  }

  private long[] times(FlvTag... tags) {
    long[] times = new long[tags.length];
    for (int i = 0; i < tags.length; i++) {
      times[i] = timestamps.apply(tags[i]).timestampMs();
    }
    return times;
  }
}
