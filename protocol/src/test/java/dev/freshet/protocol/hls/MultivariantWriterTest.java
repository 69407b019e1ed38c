package dev.freshet.protocol.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.testkit.Dumper;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultivariantWriterTest {
  private static final String CODECS = "avc1.64001f,mp4a.40.2";

  @Test
  void namesASingleMultiplexedVariant() {
    Variant variant = new Variant("t0.m3u8", 2_800_000, 2_500_000, CODECS, 1280, 720, 29_970, null);
    MultivariantPlaylist playlist =
        new MultivariantPlaylist(List.of(), List.of(variant), true, null);
    Dumper.compare(Samples.golden("multivariant-ts.m3u8"), MultivariantWriter.write(playlist));
  }

  @Test
  void namesVariantsAndTheirSound() {
    AudioRendition sound = new AudioRendition("audio", "main", "en", true, 2, "a0.m3u8");
    AudioRendition other = new AudioRendition("audio", "comment", null, false, 0, "a1.m3u8");
    Variant high = new Variant("v0.m3u8", 5_000_000, 0, CODECS, 1920, 1080, 60_000, "audio");
    Variant low = new Variant("v1.m3u8", 900_000, 700_000, CODECS, 640, 360, 30_000, "audio");
    MultivariantPlaylist playlist =
        new MultivariantPlaylist(
            List.of(sound, other), List.of(high, low), false, new StartPoint(-3_000_000, true));
    Dumper.compare(Samples.golden("multivariant-cmaf.m3u8"), MultivariantWriter.write(playlist));
  }

  @Test
  void saysNothingThatIsNotKnown() {
    Variant sound = new Variant("a0.m3u8", 64_000, 0, "", 0, 0, 0, null);
    assertThat(
            MultivariantWriter.write(
                new MultivariantPlaylist(List.of(), List.of(sound), false, null)))
        .isEqualTo("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:BANDWIDTH=64000\na0.m3u8\n");
  }

  @Test
  void refusesAGroupThatIsNotThere() {
    Variant variant = new Variant("v0.m3u8", 1, 0, "", 0, 0, 0, "audio");
    assertThatThrownBy(() -> new MultivariantPlaylist(List.of(), List.of(variant), false, null))
        .hasMessage("variant.audioGroup: audio (expected: the group of an audio rendition)");
  }
}
