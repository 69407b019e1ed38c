package dev.freshet.media.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

class CodecStringTest {
  @Test
  void pictures() {
    assertThat(video(VideoCodec.AVC, "0164001fffe1")).isEqualTo("avc1.64001f");
    assertThat(video(VideoCodec.HEVC, "0101600000009000000000005df000"))
        .isEqualTo("hvc1.1.6.L93.90");
    assertThat(video(VideoCodec.HEVC, "0122200000009000000000009600f0"))
        .isEqualTo("hvc1.2.4.H150.90");
    assertThat(video(VideoCodec.AV1, "81080c00")).isEqualTo("av01.0.08M.08");
    assertThat(video(VideoCodec.AV1, "818d4c00")).isEqualTo("av01.4.13M.10");
    assertThat(video(VideoCodec.VP9, "")).isEqualTo("vp09.00.40.08");
    assertThat(video(VideoCodec.VP9, "010000000133a10202020000")).isEqualTo("vp09.01.51.10");
  }

  @Test
  void sound() {
    assertThat(audio(AudioCodec.AAC, "1190")).isEqualTo("mp4a.40.2");
    assertThat(audio(AudioCodec.AAC, "2b920800")).isEqualTo("mp4a.40.5");
    assertThat(audio(AudioCodec.OPUS, "")).isEqualTo("opus");
    assertThat(audio(AudioCodec.EAC3, "")).isEqualTo("ec-3");
  }

  @Test
  void aBrokenConfigurationGivesThePlainCode() {
    assertThat(video(VideoCodec.AVC, "01")).isEqualTo("avc1");
    assertThat(video(VideoCodec.HEVC, "0101")).isEqualTo("hvc1");
    assertThat(video(VideoCodec.AV1, "")).isEqualTo("av01");
    assertThat(audio(AudioCodec.AAC, "")).isEqualTo("mp4a.40.2");
  }

  private static String video(VideoCodec codec, String config) {
    byte[] bytes = ByteBufUtil.decodeHexDump(config);
    return CodecString.of(new Track.Video(0, codec, bytes, 1_920, 1_080, 25, Track.NONE));
  }

  private static String audio(AudioCodec codec, String config) {
    byte[] bytes = ByteBufUtil.decodeHexDump(config);
    return CodecString.of(new Track.Audio(0, codec, bytes, 48_000, 2, 0));
  }
}
