package dev.freshet.media.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCardTest {
  private static final long START_UNIX_US = 1_795_352_403_000_000L;

  private final TestCard card = new TestCard(START_UNIX_US, 5, UnpooledByteBufAllocator.DEFAULT);

  @Test
  void framesComeInOrderOfTimeWithNoneMissing() {
    List<Long> pictures = new ArrayList<>();
    List<Long> sounds = new ArrayList<>();
    long lastUs = 0;
    while (card.nextDtsUs() < 1_000_000) {
      long announcedUs = card.nextDtsUs();
      RawFrame frame = card.next();
      frame.payload().release();
      assertThat(frame.dtsUs()).isEqualTo(announcedUs).isGreaterThanOrEqualTo(lastUs);
      lastUs = frame.dtsUs();
      (frame.track() == TestCard.VIDEO_TRACK ? pictures : sounds).add(frame.dtsUs());
    }
    assertThat(pictures).containsExactly(0L, 200_000L, 400_000L, 600_000L, 800_000L);
    assertThat(sounds).hasSize(47).startsWith(0L, 21_333L, 42_666L, 64_000L);
  }

  @Test
  void keyframeComesFirst() {
    RawFrame frame = card.next();
    frame.payload().release();
    assertThat(frame.track()).isEqualTo(TestCard.VIDEO_TRACK);
    assertThat(frame.keyframe()).isTrue();
  }

  @Test
  void tracksAreOnePictureAndOneSound() {
    assertThat(card.tracks()).extracting(Track::id).containsExactly(0, 1);
    assertThat(card.tracks()).extracting(Track::codecLabel).containsExactly("H.264", "AAC");
  }
}
