package dev.freshet.app.client;

import static dev.freshet.app.client.FlvTags.audioHeader;
import static dev.freshet.app.client.FlvTags.keyframe;
import static dev.freshet.app.client.FlvTags.picture;
import static dev.freshet.app.client.FlvTags.sound;
import static dev.freshet.app.client.FlvTags.tag;
import static dev.freshet.app.client.FlvTags.videoHeader;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.flv.TagType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlvTagTest {
  private static final FlvTag HEVC_START = tag(TagType.VIDEO, 0, 0x90, 'h', 'v', 'c', '1', 1);
  private static final FlvTag HEVC_KEYFRAME =
      tag(TagType.VIDEO, 0, 0x93, 'h', 'v', 'c', '1', 0, 0, 0, 1, 0x26);

  static Stream<FlvTag> headers() {
    return Stream.of(
        videoHeader(0),
        audioHeader(0),
        HEVC_START,
        tag(TagType.VIDEO, 0, 0x94, 'h', 'v', 'c', '1', 2), // metadata
        tag(TagType.VIDEO, 0, 0x96, 0x10, 'h', 'v', 'c', '1', 0, 0, 0, 1, 9), // multitrack start
        tag(TagType.AUDIO, 0, 0x90, 'O', 'p', 'u', 's', 1));
  }

  static Stream<FlvTag> frames() {
    return Stream.of(
        keyframe(0),
        picture(0),
        sound(0),
        HEVC_KEYFRAME,
        tag(TagType.VIDEO, 0, 0x96, 0x11, 'h', 'v', 'c', '1', 0, 0, 0, 1, 9),
        tag(TagType.AUDIO, 0, 0x91, 'O', 'p', 'u', 's', 1),
        tag(TagType.AUDIO, 0, 0x2F, 0xFF)); // MP3
  }

  @ParameterizedTest
  @MethodSource("headers")
  void knowsCodecHeaders(FlvTag header) {
    assertThat(header.isCodecHeader()).isTrue();
    assertThat(header.isFrame()).isFalse();
    assertThat(header.isKeyframe()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("frames")
  void knowsFrames(FlvTag frame) {
    assertThat(frame.isCodecHeader()).isFalse();
    assertThat(frame.isFrame()).isTrue();
  }

  @Test
  void knowsKeyframes() {
    assertThat(keyframe(0).isKeyframe()).isTrue();
    assertThat(HEVC_KEYFRAME.isKeyframe()).isTrue();
    assertThat(picture(0).isKeyframe()).isFalse();
    assertThat(sound(0).isKeyframe()).isFalse();
  }

  @Test
  void aLaterHeaderOfTheSameTrackTakesTheEarliersPlace() {
    CodecHeaders headers = new CodecHeaders();
    FlvTag changed = tag(TagType.VIDEO, 0, 0x17, 0, 0, 0, 0, 1, 0x4D);
    headers.keep(videoHeader(0));
    headers.keep(audioHeader(0));
    headers.keep(keyframe(0));
    headers.keep(changed);
    assertThat(headers.all()).containsExactly(audioHeaderOf(headers), changed);
  }

  private static FlvTag audioHeaderOf(CodecHeaders headers) {
    return headers.all().stream()
        .filter(tag -> tag.type() == TagType.AUDIO)
        .findAny()
        .orElseThrow();
  }

  @Test
  void headersOfFurtherTracksAreKeptBesideTheFirsts() {
    CodecHeaders headers = new CodecHeaders();
    headers.keep(HEVC_START);
    headers.keep(tag(TagType.VIDEO, 0, 0x96, 0x00, 'h', 'v', 'c', '1', 1, 7));
    headers.keep(tag(TagType.VIDEO, 0, 0x96, 0x00, 'h', 'v', 'c', '1', 2, 7));
    headers.keep(tag(TagType.VIDEO, 0, 0x96, 0x00, 'h', 'v', 'c', '1', 2, 8));
    assertThat(headers.all()).hasSize(3);
  }
}
