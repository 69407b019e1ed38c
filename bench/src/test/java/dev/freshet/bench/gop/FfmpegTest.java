package dev.freshet.bench.gop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FfmpegTest {
  @Test
  void readsLikenessFromWhatFfmpegSays() throws IOException {
    String said =
        """
        [Parsed_ssim_4 @ 0x1] SSIM Y:0.931 (11.6) U:0.95 (13.2) V:0.95 (13.4) All:0.939370 (12.173154)
        [Parsed_psnr_5 @ 0x2] PSNR y:38.1 u:42.0 v:41.9 average:39.334952 min:38.8 max:41.5
        """;
    assertThat(Ffmpeg.Likeness.parse(said)).isEqualTo(new Ffmpeg.Likeness(12.173154, 39.334952));
  }

  @Test
  void saysWhatFfmpegSaidIfThatIsNoLikeness() {
    assertThatThrownBy(() -> Ffmpeg.Likeness.parse("busy.flv: No such file"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No such file");
  }
}
