package dev.freshet.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.Profile;
import org.junit.jupiter.api.Test;

class AdviceTest {
  @Test
  void tellsOfAKeyIntervalThatMakesViewersStartLate() {
    assertThat(Advice.of(Profile.SHOWROOM, 8_000, 0, true, true))
        .containsExactly(
            "key interval is 8 s: viewers start late, half of them more than 4 s behind; set 2 s or less");
  }

  @Test
  void judgesAMiddlingKeyIntervalByTheProfile() {
    assertThat(Advice.of(Profile.SHOWROOM, 3_000, 0, true, true))
        .singleElement()
        .asString()
        .startsWith("key interval is 3 s, longer than the 2 s that profile showroom");
    assertThat(Advice.of(Profile.BROADCAST, 3_000, 0, true, true)).isEmpty();
  }

  @Test
  void tellsThatDenseKeyframesCostBits() {
    assertThat(Advice.of(Profile.SHOWROOM, 500, 0, true, true))
        .singleElement()
        .asString()
        .startsWith(
            "key interval is 0.5 s: viewers start at once, but the same quality takes up to ");
  }

  @Test
  void leavesEachProfileAnIntervalThatItDoesNotMind() {
    for (Profile profile : Profile.BUILT_IN.values()) {
      assertThat(Advice.of(profile, 1_033, 0, true, true)).as(profile.name()).isEmpty();
    }
    assertThat(Advice.of(Profile.INTERACTIVE, 500, 0, true, true)).isEmpty();
  }

  @Test
  void asksForLessWhereLittleIsBuffered() {
    assertThat(Advice.of(Profile.INTERACTIVE, 5_000, 0, true, true))
        .singleElement()
        .asString()
        .endsWith("half of them more than 2.5 s behind; set 1 s or less");
  }

  @Test
  void isSilentAboutAGoodStreamAndAboutWhatItDoesNotKnow() {
    assertThat(Advice.of(Profile.SHOWROOM, 2_000, 50, true, true)).isEmpty();
    assertThat(Advice.of(Profile.SHOWROOM, 0, 0, true, true)).isEmpty();
    assertThat(Advice.of(Profile.SHOWROOM, 8_000, 9_000, false, true)).isEmpty();
  }

  @Test
  void tellsOfSoundThatLags() {
    assertThat(Advice.of(Profile.SHOWROOM, 2_000, 1_500, true, true))
        .containsExactly("video is 1.5 s ahead of audio: viewers wait for the later one");
  }
}
