package dev.freshet.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.testkit.Seeds;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The configurations are what x264, x265 and libaom wrote.
class VideoFormatTest {
  private static final String AVC_1080 =
      "0142c028ffe100176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8";
  private static final String AVC_INTERLACED =
      "014d401effe10018674d401ef405a126c044000003000400000300c87c50aa8001000468de0fc8";
  private static final String AVC_422_SCALING_LISTS =
      "017a0020ffe10019677a0020b6cb402802dd8088000003000800000303c078c19501000568ce0fc40cfefafa00";
  private static final String AVC_444 =
      "01f4000bffe1001a67f4000b9196872f8b8bc044000003000400000301903c50aa8001000568ce0f1920"
          + "fff8f800";
  private static final String HEVC_SCALING_LISTS =
      "0101600000009000000000007bf000fcfdf8f800000f03200001001840010c01ffff0160000003009000000300"
          + "0003007b959409210001002a42010101600000030090000003000003007ba003c0801107cb965654a4e1780b"
          + "40400000fa40003a980222000100064401c073c189";
  private static final String HEVC_422_SUB_LAYER =
      "0104080000009d08000000005df000fcfefafa00001303200001001b40010c02ffff0408000003009d08000003"
          + "00005d00009594aca04821000100314201020408000003009d0800000300005d0000b00288802e1c447b6595"
          + "94aca94985e08d2d84000003000400000300602022000100064401c073c189";
  private static final String HEVC_REFERENCE_SETS =
      "0101600000009000000000003ff000fcfdf8f800000f04200001001840010c01ffff0160000003009000000300"
          + "0003003f959409210001003542010101600000030090000003000003003fa0050201696595964932bc05a020"
          + "000003002000000303cc0192cdc003d08000f4244022000100074401c172b4624027000100064e0181010f80";
  private static final String AV1_TIMED = "81080c00 0a140400000fa40001d4c2800002155df61abb5f2008";
  private static final String AV1 = "81010c000a0b0000000cc5036900be0010";

  private static final List<Map.Entry<VideoCodec, String>> ALL =
      List.of(
          Map.entry(VideoCodec.AVC, AVC_1080),
          Map.entry(VideoCodec.AVC, AVC_INTERLACED),
          Map.entry(VideoCodec.AVC, AVC_422_SCALING_LISTS),
          Map.entry(VideoCodec.AVC, AVC_444),
          Map.entry(VideoCodec.HEVC, HEVC_SCALING_LISTS),
          Map.entry(VideoCodec.HEVC, HEVC_422_SUB_LAYER),
          Map.entry(VideoCodec.HEVC, HEVC_REFERENCE_SETS),
          Map.entry(VideoCodec.AV1, AV1_TIMED),
          Map.entry(VideoCodec.AV1, AV1));

  @Test
  void readsAvcWithItsCroppingAndTiming() {
    check(VideoCodec.AVC, AVC_1080, 1920, 1080, 29.97);
    check(VideoCodec.AVC, AVC_422_SCALING_LISTS, 1280, 720, 60);
    check(VideoCodec.AVC, AVC_444, 102, 70, 50);
  }

  @Test
  void countsTheTwoFieldsOfInterlacedAvcAsOnePicture() {
    check(VideoCodec.AVC, AVC_INTERLACED, 720, 576, 25);
  }

  @Test
  void readsHevcUpToTheTimingAtItsEnd() {
    check(VideoCodec.HEVC, HEVC_SCALING_LISTS, 1920, 1080, 59.94);
    check(VideoCodec.HEVC, HEVC_422_SUB_LAYER, 1282, 722, 24);
    check(VideoCodec.HEVC, HEVC_REFERENCE_SETS, 640, 360, 30);
  }

  @Test
  void readsAv1() {
    check(VideoCodec.AV1, AV1, 642, 362, 0);
    check(VideoCodec.AV1, AV1_TIMED, 1918, 1078, 14.985);
  }

  @Test
  void readsTheSizeInVvcConfigurations() {
    // ols 0, 1 sub-layer, 4:2:0, 10 bits; main 10, level 51; 1920x1080 at 25
    String config = "ff" + "0011" + "5f" + "01" + "0233" + "00" + "00" + "0780" + "0438" + "1900";
    check(VideoCodec.VVC, config, 1920, 1080, 25);
  }

  @Test
  void readsKeyframesOfVp8AndVp9() {
    checkKeyframe(VideoCodec.VP8, "f040009d012a8200620000070885", 130, 98);
    checkKeyframe(VideoCodec.VP9, "a249834200010200c2c0470483", 130, 98);
    checkKeyframe(VideoCodec.VP9, "824983420008100616023824", 130, 98);
    checkKeyframe(VideoCodec.VP9, "86004092f0", 0, 0);
    checkKeyframe(VideoCodec.VP8, "b101000000000000000000", 0, 0);
    checkKeyframe(VideoCodec.VP9, "", 0, 0);
  }

  @Test
  void tellsAvcFromHevc() {
    assertThat(AvcConfig.matches(bytes(AVC_1080))).isTrue();
    assertThat(AvcConfig.matches(bytes(HEVC_SCALING_LISTS))).isFalse();
    assertThat(HevcConfig.matches(bytes(HEVC_SCALING_LISTS))).isTrue();
    assertThat(HevcConfig.matches(bytes(AVC_1080))).isFalse();
  }

  @Test
  void knowsNothingOfATruncatedConfiguration() {
    for (Map.Entry<VideoCodec, String> entry : ALL) {
      byte[] config = bytes(entry.getValue());
      VideoFormat whole = VideoFormat.of(entry.getKey(), config);
      for (int end = 0; end < config.length; end++) {
        VideoFormat cut = VideoFormat.of(entry.getKey(), Arrays.copyOf(config, end));
        assertThat(cut).isIn(VideoFormat.UNKNOWN, whole);
      }
    }
  }

  @Test
  void survivesAnyBrokenConfiguration() {
    Seeds.check(
        2_000,
        random -> {
          Map.Entry<VideoCodec, String> entry = ALL.get(random.nextInt(ALL.size()));
          byte[] config = bytes(entry.getValue());
          for (int i = random.nextInt(4); i >= 0; i--) {
            config[random.nextInt(config.length)] = (byte) random.nextInt();
          }
          VideoFormat format = VideoFormat.of(entry.getKey(), config);
          assertThat(format.width()).isBetween(0, 65_535);
          assertThat(format.fps()).isBetween(0.0, 1_000.0);
        });
  }

  private static void check(VideoCodec codec, String config, int width, int height, double fps) {
    VideoFormat format = VideoFormat.of(codec, bytes(config));
    assertThat(format.width()).isEqualTo(width);
    assertThat(format.height()).isEqualTo(height);
    assertThat(format.fps()).isCloseTo(fps, within(0.01));
  }

  private static void checkKeyframe(VideoCodec codec, String frame, int width, int height) {
    assertThat(VpxKeyframe.format(codec, Unpooled.wrappedBuffer(bytes(frame))))
        .isEqualTo(new VideoFormat(width, height, 0));
  }

  private static byte[] bytes(String hex) {
    return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
  }
}
