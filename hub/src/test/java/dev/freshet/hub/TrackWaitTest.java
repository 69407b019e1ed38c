package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A publisher whose metadata names a track that does not come, or not soon.
class TrackWaitTest {
  private static final ServiceConfig SERVICE = new ProfileBuilder().service();

  private final Rig rig = new Rig(1, 1);
  private final FakePublisher publisher = rig.accepted(0, SERVICE);
  private final Published published = Published.of(rig.stream());

  @Test
  void aTrackThatNeverComesCostsTheWaitAndNothingElse() {
    announcePicturesAndPromiseSound();
    video(0, true);
    rig.loops.advanceMs(RegistryLimits.DEFAULTS.trackWaitMs() - 1);
    video(40, false);
    assertThat(published.frames()).isEmpty();
    rig.loops.advanceMs(1);
    assertThat(published.frames()).hasSize(2);
    assertThat(published.frames().getFirst().header().audio()).isNull();
    video(80, false);
    assertThat(published.frames()).hasSize(3);
    finish();
  }

  @Test
  void aTrackThatComesLateIsAChangeOfHeaders() {
    announcePicturesAndPromiseSound();
    video(0, true);
    rig.loops.advanceMs(RegistryLimits.DEFAULTS.trackWaitMs());
    rig.loops.runOn(0, () -> publisher.publication().track(Tracks.audio(1)));
    publisher.audio(300, 10);
    video(320, true);
    Frame sound = published.frames().get(1);
    assertThat(sound.stamp().has(Stamp.HEADER_CHANGED)).isTrue();
    assertThat(sound.header().tracks()).hasSize(2);
    assertThat(published.frames()).hasSize(3);
    finish();
  }

  private void announcePicturesAndPromiseSound() {
    publisher.metadata(Map.of("videocodecid", 7.0, "audiocodecid", 10.0));
    rig.loops.runOn(0, () -> publisher.publication().track(Tracks.video(1)));
  }

  private void video(long dtsMs, boolean keyframe) {
    publisher.video(dtsMs, keyframe, 10);
    publisher.flush();
    rig.loops.runUntilIdle();
  }

  private void finish() {
    rig.stream().terminate(EndReason.KICKED);
    rig.loops.runUntilIdle();
    published.release();
    rig.assertNothingLeaked();
  }
}
