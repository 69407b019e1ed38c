package dev.freshet.e2e.clip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.e2e.client.Ffmpeg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The clips are what the other tests take them for.
class ClipTest {
  @ParameterizedTest
  @EnumSource(Clip.class)
  void isWhatItsNameSays(Clip clip) {
    RecordingAssert.assertThat(clip.recording())
        .hasTracksOf(clip)
        .hasMonotonicTimes()
        .startsAtKeyframe();
    assertThat(Ffmpeg.complaintsAbout(clip.file())).isEmpty();
  }
}
