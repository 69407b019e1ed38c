package dev.freshet.app.client;

import static dev.freshet.app.client.FlvTags.keyframe;
import static dev.freshet.app.client.FlvTags.picture;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldTagsTest {
  private final HeldTags held = new HeldTags(25);

  @Test
  void holdsFromTheNewestEntryPointOn() {
    held.add(picture(0), false);
    held.add(keyframe(40), true);
    held.add(picture(80), false);
    held.add(keyframe(120), true);
    held.add(picture(160), false);
    assertThat(held.firstTimestampMs()).isEqualTo(120);
    assertThat(held.dropped()).isEqualTo(3);
    assertThat(held.remove().timestampMs()).isEqualTo(120);
    assertThat(held.remove().timestampMs()).isEqualTo(160);
    assertThat(held.isEmpty()).isTrue();
  }

  @Test
  void givesUpAGopThatIsTooLong() {
    held.add(keyframe(0), true);
    held.add(picture(40), false);
    held.add(picture(80), false); // the third makes 30 bytes
    held.add(picture(120), false);
    assertThat(held.isEmpty()).isTrue();
    held.add(keyframe(160), true);
    assertThat(held.firstTimestampMs()).isEqualTo(160);
    assertThat(held.dropped()).isEqualTo(4);
  }
}
